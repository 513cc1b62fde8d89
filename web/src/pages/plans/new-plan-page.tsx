import { Button, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useMemo, useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { useMay } from "../../api/use-access.ts";
import { useCheckedPlan, usePolicy, useSubmitPlan } from "../../api/use-plans.ts";
import { useShortcut } from "../../components/keyboard.ts";
import { Page } from "../../components/page.tsx";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { showToast } from "../../components/toasts.tsx";
import { DraftEditor } from "./draft-editor.tsx";
import { DraftFindings } from "./draft-findings.tsx";
import { changeDraft, currentDraft, dropDraft, useDraft } from "./draft-store.ts";
import { DropArea } from "./drop-area.tsx";
import { placedMistakes, type PlacedMistake } from "./mistakes.ts";
import classes from "./new-plan-page.module.css";
import { addFiles, planFileName, requestOf, type DroppedFile } from "./plan-draft.ts";
import { useDraftOfPlan } from "./use-draft-of-plan.ts";

/** Writes a plan, says at once what is thought of it, and hands it in. `?from=ID` begins with a plan that was handed in. */
export function NewPlanPage() {
  const [search] = useSearchParams();
  const origin = useDraftOfPlan(search.get("from"));
  const { draft, revision, basedOn, isTouched } = useDraft();
  const maySubmit = useMay("submit-plan");
  const [settled] = useDebouncedValue(revision, 500);
  const checked = useCheckedPlan(settled, maySubmit ? () => requestOf(currentDraft().draft) : null);
  const policy = usePolicy();
  const submit = useSubmitPlan();
  const [tab, setTab] = useState(planFileName);
  const [goTo, setGoTo] = useState<{ readonly line: number } | null>(null);
  const [, go] = useLocation();
  useLeaveWarning(isTouched);

  const mistakes = useMemo(() => (checked.data === undefined ? [] : placedMistakes(checked.data)), [checked.data]);
  const isCurrent = settled === revision && !checked.isPlaceholderData && !checked.isFetching;
  const mayHandIn = maySubmit && isCurrent && checked.data?.valid === true;

  const handIn = (): void =>
    submit.mutate(requestOf(draft), {
      onSuccess: ({ planId }) => {
        dropDraft();
        showToast({ title: "The plan is handed in." });
        go(`/plans/${encodeURIComponent(planId)}`);
      },
    });
  useShortcut("h", () => mayHandIn && !submit.isPending && handIn(), "Hand the plan in");

  const show = ({ file, line }: PlacedMistake): void => {
    if (file !== null) setTab(file);
    setGoTo(line === null ? null : { line });
  };

  const environments = (policy.data?.environments ?? [])
    .filter(({ kind }) => kind !== "production")
    .map(({ name }) => name);
  return (
    <DropArea onFiles={take}>
      <Page
        title={basedOn === null ? "New plan" : "Change a plan"}
        crumbs={[{ href: "/plans", label: "Plans" }]}
        lead={
          basedOn === null
            ? "Write it, or drop a plan with its objectives and data. What the guard thinks of it stands beside it; nothing runs."
            : "Handing it in makes another plan, which is reviewed by what changed. The one that it began as stays as it is."
        }
        actions={
          <>
            {isTouched && (
              <Button variant="subtle" onClick={dropDraft}>
                Begin anew
              </Button>
            )}
            <Select
              aria-label="Environment"
              data={environments}
              value={draft.environment}
              onChange={(environment) => changeDraft({ ...draft, environment })}
              placeholder="Environment as the plan says"
              clearable
              w={240}
              size="sm"
            />
            <Button onClick={handIn} disabled={!mayHandIn} loading={submit.isPending}>
              Hand in
            </Button>
          </>
        }
      >
        {!maySubmit && <p>You may read plans, not hand them in: it takes the role engineer, ci or admin.</p>}
        {origin.error !== null && <ProblemNotice problem={origin.error} />}
        {origin.left.map((text) => (
          <p key={text} className={classes.left}>
            {text}
          </p>
        ))}
        {submit.error !== null && <ProblemNotice problem={submit.error} />}
        <div className={classes.sides}>
          <SectionCard title="Files" hint="Ctrl Space completes" flush>
            <DraftEditor
              draft={draft}
              mistakes={mistakes}
              tab={tab}
              onTab={(next) => {
                setTab(next);
                setGoTo(null);
              }}
              goTo={goTo}
              onFiles={take}
            />
          </SectionCard>
          <DraftFindings
            checked={checked.data}
            error={checked.error}
            isCurrent={isCurrent}
            mistakes={mistakes}
            onGoTo={show}
          />
        </div>
      </Page>
    </DropArea>
  );
}

function take(files: readonly DroppedFile[]): void {
  const added = addFiles(currentDraft().draft, files);
  changeDraft(added.draft);
  for (const text of added.left) showToast({ title: text, tone: "warn" });
}

/** What is written here is nowhere else yet: the browser asks before it goes. */
function useLeaveWarning(isTouched: boolean): void {
  useEffect(() => {
    if (!isTouched) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isTouched]);
}
