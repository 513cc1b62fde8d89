import { Radio, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useStopRun, type StopBody } from "../../api/use-runs.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { showProblem, showToast } from "../../components/toast-list.ts";

export interface StopDialogProps {
  readonly runId: string;
  /** It waits in the queue and has no load yet. */
  readonly isQueued: boolean;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks why, and how, before a run is stopped. */
export function StopDialog({ runId, isQueued, opened, onClose }: StopDialogProps) {
  const [reason, setReason] = useState("");
  const [mode, setMode] = useState<StopBody["mode"]>("graceful");
  const stop = useStopRun(runId);
  const confirm = (): void =>
    stop.mutate(
      { reason: reason.trim(), mode },
      {
        onSuccess: ({ state }) => {
          showToast({ title: state === "running" ? "The run winds down" : "The run was taken out of the queue" });
          setReason("");
          onClose();
        },
        onError: showProblem,
      },
    );
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={isQueued ? "Take the run out of the queue" : "Stop the run"}
      confirmLabel={isQueued ? "Take out" : "Stop"}
      onConfirm={confirm}
      isPending={stop.isPending}
      isDisabled={reason.trim() === ""}
      tone="danger"
    >
      <Stack gap="md">
        <Textarea
          label="Why"
          description="Everybody who reads the run later sees it."
          required
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {!isQueued && (
          <Radio.Group label="How" value={mode} onChange={(value) => setMode(value === "now" ? "now" : "graceful")}>
            <Stack gap="xs" mt="xs">
              <Radio value="graceful" label="Gracefully" description="Iterations under way come to their end." />
              <Radio
                value="now"
                label="Now"
                description="Cuts off what is under way; its requests are missing from the figures."
              />
            </Stack>
          </Radio.Group>
        )}
      </Stack>
    </ConfirmDialog>
  );
}
