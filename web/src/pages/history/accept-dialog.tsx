import { Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { formatChange } from "../../../../src/contract/format-quantity.ts";
import type { LedgerEntry } from "../../../../src/contract/ledger.ts";
import { useAcceptRegression } from "../../api/use-history.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { showProblem, showToast } from "../../components/toast-list.ts";
import { dayAfter, endOfDay } from "./acceptance-end.ts";

export interface AcceptDialogProps {
  readonly entry: LedgerEntry;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const standardDays = 30;

/** Accepts a regression for a time, with a reason. After that it is open again. */
export function AcceptDialog({ entry, opened, onClose }: AcceptDialogProps) {
  const [reason, setReason] = useState("");
  const [day, setDay] = useState(() => dayAfter(Date.now(), standardDays));
  const accepting = useAcceptRegression();
  const until = endOfDay(day);
  const isUsable = until !== null && until > Date.now();
  const accept = (): void => {
    if (until === null) return;
    accepting.mutate(
      { id: entry.id, reason: reason.trim(), until },
      {
        onSuccess: () => {
          showToast({ title: "Accepted: the next runs are held against the new level" });
          onClose();
        },
        onError: showProblem,
      },
    );
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title="Accept the regression"
      confirmLabel="Accept"
      onConfirm={accept}
      isPending={accepting.isPending}
      isDisabled={reason.trim() === "" || !isUsable}
    >
      <p>
        {entry.statistic} of {entry.endpoint} is {formatChange(entry.effect)}. Until the end of the acceptance it no
        longer fails runs; what is slower than that still does.
      </p>
      <Stack gap="sm">
        <Textarea
          label="Why"
          required
          autosize
          minRows={2}
          maxLength={2000}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label="Until the end of"
          required
          min={dayAfter(Date.now(), 0)}
          value={day}
          error={isUsable ? undefined : "a day that is not over"}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      </Stack>
    </ConfirmDialog>
  );
}
