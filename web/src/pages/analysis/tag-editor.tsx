import { Button, CloseButton, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { reservedTags } from "../../../../src/contract/api/runs.ts";
import { useMay } from "../../api/use-access.ts";
import { useTagRun } from "../../api/use-runs.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { showProblem, showToast } from "../../components/toast-list.ts";
import classes from "./analysis.module.css";

export interface TagEditorProps {
  readonly runId: string;
  readonly tags: Readonly<Record<string, string>>;
}

const reserved: readonly string[] = reservedTags;

/** The tags of a run; those that people gave can be taken away. */
export function TagEditor({ runId, tags }: TagEditorProps) {
  const [isAdding, setAdding] = useState(false);
  const mayEdit = useMay("edit-history");
  const tagging = useTagRun(runId);
  const remove = (name: string): void => tagging.mutate({ [name]: null }, { onError: showProblem });
  return (
    <div className={classes.tags}>
      {Object.entries(tags).map(([name, value]) => (
        <StatusBadge key={name} tone="note">
          {name}: {value}
          {mayEdit && !reserved.includes(name) && (
            <CloseButton size="xs" aria-label={`Take away the tag ${name}`} onClick={() => remove(name)} />
          )}
        </StatusBadge>
      ))}
      {mayEdit && (
        <Button size="compact-xs" variant="default" onClick={() => setAdding(true)}>
          Tag
        </Button>
      )}
      <AddTagDialog runId={runId} opened={isAdding} onClose={() => setAdding(false)} />
    </div>
  );
}

interface AddTagDialogProps {
  readonly runId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function AddTagDialog({ runId, opened, onClose }: AddTagDialogProps) {
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const tagging = useTagRun(runId);
  const add = (): void =>
    tagging.mutate(
      { [name.trim()]: value.trim() },
      {
        onSuccess: () => {
          showToast({ title: `Tagged with ${name.trim()}` });
          setName("");
          setValue("");
          onClose();
        },
        onError: showProblem,
      },
    );
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title="Tag the run"
      confirmLabel="Tag"
      onConfirm={add}
      isPending={tagging.isPending}
      isDisabled={name.trim() === "" || value.trim() === ""}
    >
      <p>
        The tag &quot;commit&quot; names the change that a regression came with. Comparison by tag sees it from the next
        run on.
      </p>
      <Group grow>
        <TextInput
          label="Name"
          data-autofocus
          maxLength={61}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Value"
          maxLength={200}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      </Group>
    </ConfirmDialog>
  );
}
