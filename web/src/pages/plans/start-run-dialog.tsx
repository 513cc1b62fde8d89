import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import type { PlanResource } from "../../../../src/contract/api/plans.ts";
import { formatDuration, formatMoney, formatNumber } from "../../../../src/contract/format-quantity.ts";
import { randomKey } from "../../api/random-key.ts";
import { useExecute } from "../../api/use-runs.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { showToast } from "../../components/toasts.tsx";
import { readTags } from "./read-tags.ts";

export interface StartRunDialogProps {
  readonly plan: PlanResource;
  readonly onClose: () => void;
}

/** Says what a run would do to its target, and puts it into the queue. Shown while it is rendered: each time with a key of its own. */
export function StartRunDialog({ plan, onClose }: StartRunDialogProps) {
  const [key] = useState(randomKey);
  const [tagsText, setTagsText] = useState("");
  const execute = useExecute();
  const [, go] = useLocation();
  const { tags, problem } = readTags(tagsText);
  const { preview, decision, environment } = plan;
  const start = (): void =>
    execute.mutate(
      { key, planId: plan.planId, ...(Object.keys(tags).length === 0 ? {} : { tags }) },
      {
        onSuccess: ({ runId, ahead }) => {
          if (ahead > 0)
            showToast({ title: "The run waits.", text: `${ahead} before it on ${environment}.`, tone: "note" });
          go(`/runs/${encodeURIComponent(runId)}`);
        },
      },
    );
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={`Run ${plan.name} on ${environment}`}
      confirmLabel="Start the run"
      onConfirm={start}
      isPending={execute.isPending}
      isDisabled={problem !== null}
    >
      <p>
        Up to {formatNumber(preview.peakVus)} virtual users for {formatDuration(preview.durationMs)} on{" "}
        {preview.hosts.join(", ")}, about {formatMoney(decision.cost.estimated, decision.cost.currency)}.
      </p>
      <Textarea
        label="Tags"
        description="One a line, such as commit=9f31c2e. Runs are found and compared by them."
        autosize
        minRows={2}
        maxRows={8}
        value={tagsText}
        onChange={(event) => setTagsText(event.currentTarget.value)}
        error={problem ?? undefined}
        data-autofocus
      />
      {execute.error !== null && <ProblemNotice problem={execute.error} />}
    </ConfirmDialog>
  );
}
