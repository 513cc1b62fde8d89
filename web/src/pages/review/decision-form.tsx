import { Button, Checkbox, Group, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import type { PlanResource, PlanReviewResource } from "../../../../src/contract/api/plans.ts";
import { useMay } from "../../api/use-access.ts";
import { useApprovePlan, useRejectPlan } from "../../api/use-plans.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { showToast } from "../../components/toasts.tsx";

export interface DecisionFormProps {
  readonly plan: PlanResource;
  readonly review: PlanReviewResource;
}

/** What an approver agrees to, point by point, and the two answers. What is approved is what this page showed, by its hash. */
export function DecisionForm({ plan, review }: DecisionFormProps) {
  const [agreed, setAgreed] = useState<readonly string[]>([]);
  const [comment, setComment] = useState("");
  const [isRejecting, setIsRejecting] = useState(false);
  const approve = useApprovePlan(plan.planId);
  const reject = useRejectPlan(plan.planId);
  const mayReject = useMay("approve-plan") && plan.state !== "rejected";
  const [, go] = useLocation();
  const { allowed, why } = plan.approvable;
  const answer = { hash: review.sha256, ...(comment.trim() === "" ? {} : { comment: comment.trim() }) };
  const isRead = review.checks.every((check) => agreed.includes(check));

  const sendApproval = (): void =>
    approve.mutate(answer, {
      onSuccess: ({ state, wanted, counting }) => {
        const text = state === "approved" ? "It may run." : `${counting} of ${wanted} approvals.`;
        showToast({ title: "Approved.", text });
        go(`/plans/${encodeURIComponent(plan.planId)}`);
      },
    });
  const sendRejection = (): void =>
    reject.mutate(answer, {
      onSuccess: () => {
        showToast({ title: "Rejected.", text: "It cannot run until another plan is handed in.", tone: "note" });
        go(`/plans/${encodeURIComponent(plan.planId)}`);
      },
    });

  return (
    <Stack gap="md">
      {!allowed && why !== null && <p>{why}</p>}
      {allowed && (
        <Checkbox.Group label="I have seen to it that" value={[...agreed]} onChange={setAgreed}>
          <Stack gap={8} mt={8}>
            {review.checks.map((check) => (
              <Checkbox key={check} value={check} label={check} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      {(allowed || mayReject) && (
        <>
          <Textarea
            label="Comment"
            description="Kept with the approval or rejection, for its author and for the audit log."
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          {approve.error !== null && <ProblemNotice problem={approve.error} />}
          <Group gap="sm">
            <Button onClick={sendApproval} loading={approve.isPending} disabled={!allowed || !isRead}>
              Approve {review.sha256.slice(0, 8)}
            </Button>
            <Button variant="default" onClick={() => setIsRejecting(true)} disabled={!mayReject}>
              Reject
            </Button>
            {allowed && !isRead && <span>Each point has to be ticked.</span>}
          </Group>
        </>
      )}
      <ConfirmDialog
        opened={isRejecting}
        onClose={() => setIsRejecting(false)}
        title={`Reject ${plan.name}`}
        confirmLabel="Reject the plan"
        tone="danger"
        onConfirm={sendRejection}
        isPending={reject.isPending}
        isDisabled={comment.trim() === ""}
      >
        <p>It cannot run any more. Its author has to hand in another plan, and reads why:</p>
        <Textarea
          label="Why"
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          data-autofocus
        />
        {reject.error !== null && <ProblemNotice problem={reject.error} />}
      </ConfirmDialog>
    </Stack>
  );
}
