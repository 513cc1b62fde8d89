import type { CheckedPlan } from "../../../../src/contract/api/plans.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { CostEstimate, GuardReasons } from "./guard-view.tsx";
import { LoadPreviewView } from "./load-preview.tsx";
import { MistakeList } from "./mistake-list.tsx";
import type { PlacedMistake } from "./mistakes.ts";
import { ObjectivesView } from "./objectives-view.tsx";
import classes from "./draft-findings.module.css";
import { GuardBadge } from "./plan-badges.tsx";

export interface DraftFindingsProps {
  /** undefined: nothing was said yet. */
  readonly checked: CheckedPlan | undefined;
  readonly error: unknown;
  /** What is said is of the text as it stands. */
  readonly isCurrent: boolean;
  readonly mistakes: readonly PlacedMistake[];
  readonly onGoTo: (mistake: PlacedMistake) => void;
}

/** What is thought of a draft: mistakes first, then what it would do. */
export function DraftFindings({ checked, error, isCurrent, mistakes, onGoTo }: DraftFindingsProps) {
  return (
    <div className={classes.findings} aria-busy={!isCurrent}>
      <div role="status" className={classes.state}>
        <State checked={checked} isCurrent={isCurrent} mistakes={mistakes} />
      </div>
      {error !== null && error !== undefined && <ProblemNotice problem={error} />}
      {mistakes.length > 0 && (
        <SectionCard title={checked?.valid === true ? "Worth a look" : "To mend"}>
          <MistakeList mistakes={mistakes} onGoTo={onGoTo} />
        </SectionCard>
      )}
      {checked !== undefined && checked.guard !== null && (
        <SectionCard title="Guard" hint={<GuardBadge decision={checked.guard.decision} />}>
          <GuardReasons decision={checked.guard} />
        </SectionCard>
      )}
      {checked !== undefined && checked.preview !== null && (
        <SectionCard title="Load">
          <LoadPreviewView preview={checked.preview} />
        </SectionCard>
      )}
      {checked !== undefined && checked.guard !== null && (
        <>
          <SectionCard title="Cost">
            <CostEstimate cost={checked.guard.cost} />
          </SectionCard>
          <SectionCard title="Objectives" hint="as they were understood">
            <ObjectivesView understood={checked.understood} />
          </SectionCard>
        </>
      )}
    </div>
  );
}

function State({ checked, isCurrent, mistakes }: Pick<DraftFindingsProps, "checked" | "isCurrent" | "mistakes">) {
  if (!isCurrent || checked === undefined) return <StatusBadge tone="note">being checked</StatusBadge>;
  const errors = mistakes.filter(({ severity }) => severity === "error").length;
  if (!checked.valid) return <StatusBadge tone="fail">{errors === 1 ? "1 mistake" : `${errors} mistakes`}</StatusBadge>;
  if (checked.guard?.decision === "refuse")
    return <StatusBadge tone="warn">understood, the guard would refuse it</StatusBadge>;
  return <StatusBadge tone="pass">ready to hand in</StatusBadge>;
}
