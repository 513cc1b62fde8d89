import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import type { Recommendation } from "../../../../src/contract/api/recommendations.ts";
import { useMay } from "../../api/use-access.ts";
import { useAnswerRecommendation } from "../../api/use-runs.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { showProblem, showToast } from "../../components/toast-list.ts";
import { When } from "../../components/when.tsx";
import { Words } from "../../components/words.tsx";
import { Citations } from "./cited-text.tsx";
import classes from "./analysis.module.css";

export interface RecommendationListProps {
  readonly runId: string;
  readonly recommendations: readonly Recommendation[];
}

/** What to do, each with the evidence it rests on. The answers are kept: the share that is accepted is published. */
export function RecommendationSection({ runId, recommendations }: RecommendationListProps) {
  return (
    <SectionCard title="What to do" hint="your answers are kept, and show how good the advice is">
      {recommendations.length === 0 ? (
        <EmptyState title="Nothing to do">
          The run leaves nothing to be done: run it again with the next change.
        </EmptyState>
      ) : (
        <ol className={`plain ${classes.advice ?? ""}`}>
          {recommendations.map((recommendation) => (
            <Advice key={recommendation.id} runId={runId} recommendation={recommendation} />
          ))}
        </ol>
      )}
    </SectionCard>
  );
}

interface AdviceProps {
  readonly runId: string;
  readonly recommendation: Recommendation;
}

function Advice({ runId, recommendation: { id, text, evidence, source, answer } }: AdviceProps) {
  const mayAnswer = useMay("edit-history");
  const [isRejecting, setRejecting] = useState(false);
  const answering = useAnswerRecommendation(runId);
  const accept = (): void =>
    answering.mutate(
      { id, accepted: true },
      { onSuccess: () => showToast({ title: "Accepted" }), onError: showProblem },
    );
  return (
    <li>
      <div>
        <Words text={text} />
        <Citations ids={evidence} />
        {source === "model" && <small>worded by a language model from the evidence</small>}
        {answer !== null && (
          <small>
            {answer.by}, <When at={answer.at} />
            {answer.comment === null ? "" : `: ${answer.comment}`}
          </small>
        )}
      </div>
      <div className={classes.answers}>
        {answer !== null && (
          <StatusBadge tone={answer.accepted ? "pass" : "note"}>
            {answer.accepted ? "✓ accepted" : "✕ rejected"}
          </StatusBadge>
        )}
        {mayAnswer && answer?.accepted !== true && (
          <Button size="compact-sm" variant="default" loading={answering.isPending} onClick={accept}>
            Accept
          </Button>
        )}
        {mayAnswer && answer?.accepted !== false && (
          <Button size="compact-sm" variant="default" onClick={() => setRejecting(true)}>
            Reject
          </Button>
        )}
      </div>
      <RejectDialog runId={runId} id={id} opened={isRejecting} onClose={() => setRejecting(false)} />
    </li>
  );
}

interface RejectDialogProps {
  readonly runId: string;
  readonly id: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function RejectDialog({ runId, id, opened, onClose }: RejectDialogProps) {
  const [comment, setComment] = useState("");
  const answering = useAnswerRecommendation(runId);
  const reject = (): void =>
    answering.mutate(
      { id, accepted: false, ...(comment.trim() === "" ? {} : { comment: comment.trim() }) },
      {
        onSuccess: () => {
          showToast({ title: "Rejected", tone: "note" });
          onClose();
        },
        onError: showProblem,
      },
    );
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title="Reject the recommendation"
      confirmLabel="Reject"
      onConfirm={reject}
      isPending={answering.isPending}
    >
      <Textarea
        label="Why (may stay empty)"
        description="What was wrong with it makes the next ones better."
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
