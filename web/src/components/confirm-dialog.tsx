import { Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";

export interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly confirmLabel: string;
  readonly onConfirm: () => void;
  readonly isPending?: boolean;
  /** What is filled in does not do yet. */
  readonly isDisabled?: boolean;
  /** `danger`: what cannot be undone. */
  readonly tone?: "normal" | "danger";
  /** What is going to happen, and the fields that it takes. */
  readonly children: ReactNode;
}

/** Asks before something is done. Enter confirms, Escape does not; the focus goes back to where it was. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    opened,
    onClose,
    title,
    confirmLabel,
    onConfirm,
    isPending = false,
    isDisabled = false,
    tone = "normal",
  } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isDisabled && !isPending) onConfirm();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {props.children}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={isPending}
              disabled={isDisabled}
              color={tone === "danger" ? "red.9" : "indigo"}
            >
              {confirmLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
