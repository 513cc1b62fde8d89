import type { ServiceRunState } from "../../../src/contract/api/runs.ts";
import type { VerdictName } from "../../../src/contract/verdict-name.ts";
import classes from "./status-badge.module.css";
import { StatusBadge, type StatusBadgeProps, type Tone } from "./status-badge.tsx";

const verdictTones: Readonly<Record<VerdictName, Tone>> = {
  pass: "pass",
  warn: "warn",
  fail: "fail",
  inconclusive: "invalid",
  invalid: "invalid",
};

/** A shape a verdict, so that they differ without colour. */
const verdictMarks: Readonly<Record<VerdictName, string>> = {
  pass: "✓",
  warn: "!",
  fail: "✕",
  inconclusive: "?",
  invalid: "⊘",
};

const verdictMeanings: Readonly<Record<VerdictName, string>> = {
  pass: "All objectives are met and nothing became slower.",
  warn: "It may go on, but somebody should look.",
  fail: "An objective is breached, or a regression is confirmed.",
  inconclusive: "There is not enough to decide by.",
  invalid: "The load was not what was asked for, so that its figures say nothing.",
};

const stateTones: Readonly<Record<ServiceRunState, Tone>> = {
  queued: "note",
  running: "note",
  finished: "note",
  interrupted: "warn",
  stopped: "warn",
  refused: "fail",
  failed: "fail",
};

export interface VerdictBadgeProps {
  /** null: there is none (yet), and the state is shown. */
  readonly verdict: VerdictName | null;
  readonly state?: ServiceRunState;
  readonly size?: StatusBadgeProps["size"];
}

/** The verdict of a run; of one without, what state it is in. */
export function VerdictBadge({ verdict, state, size }: VerdictBadgeProps) {
  if (verdict === null) {
    if (state === undefined)
      return (
        <StatusBadge size={size} tone="note">
          no verdict yet
        </StatusBadge>
      );
    return (
      <StatusBadge size={size} tone={stateTones[state]}>
        {state === "running" && <i className={classes.live} aria-hidden="true" />}
        {state}
      </StatusBadge>
    );
  }
  return (
    <StatusBadge size={size} tone={verdictTones[verdict]} title={verdictMeanings[verdict]}>
      <span aria-hidden="true">{verdictMarks[verdict]}</span>
      {verdict}
    </StatusBadge>
  );
}
