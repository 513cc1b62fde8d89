import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useMay } from "../../api/use-access.ts";
import { usePinBaseline } from "../../api/use-history.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { showProblem, showToast } from "../../components/toast-list.ts";

/** Pins a run as the anchor that slow drift is measured against. */
export function PinButton({ runId, size }: { readonly runId: string; readonly size?: "compact-sm" }) {
  const [isAsking, setAsking] = useState(false);
  const [label, setLabel] = useState("");
  const mayPin = useMay("edit-history");
  const pinning = usePinBaseline();
  if (!mayPin) return null;
  const pin = (): void =>
    pinning.mutate(
      { runId, ...(label.trim() === "" ? {} : { label: label.trim() }) },
      {
        onSuccess: () => {
          showToast({ title: "Pinned: later runs say how far they have drifted from it" });
          setAsking(false);
        },
        onError: showProblem,
      },
    );
  return (
    <>
      <Button variant={size === undefined ? "default" : "subtle"} size={size} onClick={() => setAsking(true)}>
        Pin
      </Button>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title="Pin the run as anchor"
        confirmLabel="Pin"
        onConfirm={pin}
        isPending={pinning.isPending}
      >
        <p>
          Each change may be too small to be found, and all of them together large: against a pinned run that is seen.
        </p>
        <TextInput
          label="Label (may stay empty)"
          placeholder="release 4.2"
          data-autofocus
          maxLength={120}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
      </ConfirmDialog>
    </>
  );
}
