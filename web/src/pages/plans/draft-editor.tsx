import { Button, FileButton, Group, Loader, Tabs } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import { formatBytes } from "../../../../src/contract/format-quantity.ts";
import { usePlanSchema } from "../../api/use-plans.ts";
import { showProblem } from "../../components/toasts.tsx";
import { changeDraft } from "./draft-store.ts";
import classes from "./draft-editor.module.css";
import { marksOf, type PlacedMistake } from "./mistakes.ts";
import { firstSloName, planFileName, type DroppedFile, type PlanDraft } from "./plan-draft.ts";
import { readChosen } from "./read-files.ts";

/** The editor is fetched when somebody writes. */
const YamlEditor = lazy(async () => ({ default: (await import("../../editor/yaml-editor.tsx")).YamlEditor }));

export interface DraftEditorProps {
  readonly draft: PlanDraft;
  readonly mistakes: readonly PlacedMistake[];
  /** Name of the file that is shown; `data` for the list of the others. */
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly goTo: { readonly line: number } | null;
  readonly onFiles: (files: readonly DroppedFile[]) => void;
}

export const dataTab = "data";

/** The files of a draft: plan and objectives to write in, the others as a list. */
export function DraftEditor({ draft, mistakes, tab, onTab, goTo, onFiles }: DraftEditorProps) {
  const { data: schema } = usePlanSchema();
  const sloNames = Object.keys(draft.slos);
  const shown = tab === dataTab || tab === planFileName || sloNames.includes(tab) ? tab : planFileName;
  const marks = useMemo(() => marksOf(mistakes, shown), [mistakes, shown]);
  const write = (text: string): void =>
    changeDraft(
      shown === planFileName ? { ...draft, planText: text } : { ...draft, slos: { ...draft.slos, [shown]: text } },
    );
  return (
    <Tabs value={shown} onChange={(next) => onTab(next ?? planFileName)} keepMounted={false}>
      <Tabs.List>
        {[planFileName, ...sloNames].map((name) => (
          <Tabs.Tab key={name} value={name}>
            {name}
            <Mistaken count={mistakes.filter(({ file, severity }) => file === name && severity === "error").length} />
          </Tabs.Tab>
        ))}
        <Tabs.Tab value={dataTab}>Data ({Object.keys(draft.data).length})</Tabs.Tab>
      </Tabs.List>
      {sloNames.length === 0 && <AddObjectives draft={draft} onAdded={() => onTab(firstSloName)} />}
      <Tabs.Panel value={shown}>
        {shown === dataTab ? (
          <DataFiles draft={draft} onFiles={onFiles} />
        ) : (
          <Suspense fallback={<EditorOnItsWay />}>
            <YamlEditor
              key={shown}
              label={shown === planFileName ? "The plan" : `Objectives in ${shown}`}
              value={shown === planFileName ? draft.planText : (draft.slos[shown] ?? "")}
              onChange={write}
              schema={shown === planFileName ? (schema ?? null) : null}
              marks={marks}
              goTo={goTo}
            />
          </Suspense>
        )}
      </Tabs.Panel>
    </Tabs>
  );
}

function EditorOnItsWay() {
  return (
    <div className={classes.loading} aria-busy="true">
      <span className="unseen">Loading the editor</span>
      <Loader size="sm" aria-hidden="true" />
    </div>
  );
}

const emptySlos = "apiVersion: perf-agent/v1\nkind: SloSet\nobjectives:\n  - ";

function AddObjectives({ draft, onAdded }: { readonly draft: PlanDraft; readonly onAdded: () => void }) {
  const add = (): void => {
    changeDraft({ ...draft, slos: { [firstSloName]: emptySlos } });
    onAdded();
  };
  return (
    <p className={classes.add}>
      There are no objectives: a run could only tell whether its load was delivered.{" "}
      <Button variant="default" size="compact-xs" onClick={add}>
        Add some
      </Button>
    </p>
  );
}

function Mistaken({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span className={classes.count}>
      {count}
      <span className="unseen"> mistakes</span>
    </span>
  );
}

function DataFiles({ draft, onFiles }: Pick<DraftEditorProps, "draft" | "onFiles">) {
  const files = Object.entries(draft.data).toSorted(([a], [b]) => a.localeCompare(b));
  const remove = (path: string): void => {
    const { [path]: _removed, ...data } = draft.data;
    changeDraft({ ...draft, data });
  };
  return (
    <div className={classes.data}>
      <p>
        Data sets, bodies and certificates by the path under which the plan names them, such as{" "}
        <code>data/users.csv</code>. Drop files or a folder anywhere on this page.
      </p>
      <ul className="plain">
        {files.map(([path, bytes]) => (
          <li key={path}>
            <code>{path}</code>
            <span>{formatBytes(bytes.byteLength)}</span>
            <Button
              variant="subtle"
              c="var(--fail)"
              size="compact-xs"
              aria-label={`Take ${path} out`}
              onClick={() => remove(path)}
            >
              Take out
            </Button>
          </li>
        ))}
      </ul>
      <Group>
        <FileButton multiple onChange={(chosen) => void readChosen(chosen).then(onFiles, showProblem)}>
          {(props) => (
            <Button {...props} variant="default" size="sm">
              Choose files
            </Button>
          )}
        </FileButton>
      </Group>
    </div>
  );
}
