import type { PlanReviewResource } from "../../../../src/contract/api/plans.ts";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge, type Tone } from "../../components/status-badge.tsx";
import { DiffView } from "./diff-view.tsx";
import classes from "./file-changes.module.css";
import { countChanges } from "./fold-diff.ts";

type ChangedFile = PlanReviewResource["files"][number];

const tones: Readonly<Record<ChangedFile["change"], Tone>> = { added: "pass", removed: "fail", changed: "note" };

/** Every file that is different, each in its own fold; those that changed most are open, of a new plan only the largest. */
export function FileChanges({ files, isFirst }: { readonly files: readonly ChangedFile[]; readonly isFirst: boolean }) {
  const opened = mostChanged(files, isFirst ? 1 : 3);
  return (
    <SectionCard
      title="Script and its files"
      hint={isFirst ? "everything, as nothing was approved before" : `${files.length} changed`}
      flush
    >
      {files.length === 0 ? (
        <p className={classes.none}>No file is different.</p>
      ) : (
        files.map((file) => <FileChange key={file.path} file={file} isOpen={opened.has(file)} />)
      )}
    </SectionCard>
  );
}

function mostChanged(files: readonly ChangedFile[], most: number): ReadonlySet<ChangedFile> {
  const sizes = new Map(files.map((file) => [file, sizeOf(file)]));
  const size = (file: ChangedFile): number => sizes.get(file) ?? 0;
  return new Set(
    files
      .filter((file) => size(file) > 0)
      .toSorted((one, other) => size(other) - size(one))
      .slice(0, most),
  );
}

function sizeOf({ lines }: ChangedFile): number {
  const { added, removed } = countChanges(lines);
  return added + removed;
}

function FileChange({ file, isOpen }: { readonly file: ChangedFile; readonly isOpen: boolean }) {
  const { path, change, lines } = file;
  const { added, removed } = countChanges(lines);
  return (
    <details open={isOpen} className={classes.file}>
      <summary>
        <code>{path}</code>
        <StatusBadge size="sm" tone={tones[change]}>
          {change}
        </StatusBadge>
        {lines.length > 0 && (
          <span className={classes.count}>
            {added} added, {removed} removed
          </span>
        )}
      </summary>
      {lines.length === 0 ? (
        <p className={classes.none}>Data or a binary file: it is compared by its digest alone.</p>
      ) : (
        <DiffView path={path} lines={lines} />
      )}
    </details>
  );
}
