import { formatDuration, formatNumber, formatShare } from "../../../contract/format-quantity.ts";
import type { LoadPreview } from "../../../contract/load-preview.ts";
import type { RunDocument } from "../../../contract/run.ts";

const objectivePrefix = "objective:";

/** By `stoppedBy` of the run record; an objective stands with its name. */
const subjects: Readonly<Record<string, string>> = {
  interrupt: "the run was interrupted",
  request: "the run was stopped on request",
  guard: "the guard stopped the run",
  budget: "the cost ceiling stopped the run",
  timeout: "the time limit stopped the run",
  engine: "the engine ended by itself",
  failure: "the agent failed and ended the run",
  crash: "the agent was killed and what it had was recovered: the run ended",
};

export interface EndFacts {
  readonly stoppedBy: string;
  /** Why the last attempt ended, one sentence; null: nobody wrote it down. */
  readonly why: string | null;
  readonly preview: LoadPreview;
  readonly scenarios: RunDocument["scenarios"];
  readonly judged: RunDocument["judged"];
  readonly durationMs: number;
}

/** Who ended a run before its time, when, how much of the plan was run, and what can still be said of it. */
export function describeEnd({ stoppedBy, why, preview, scenarios, judged, durationMs }: EndFacts): string {
  const subject = stoppedBy.startsWith(objectivePrefix)
    ? `objective "${stoppedBy.slice(objectivePrefix.length)}" stopped the run`
    : (subjects[stoppedBy] ?? `the run was ended by ${stoppedBy}`);
  const reason = why === null ? "" : `: ${why.replace(/\.$/u, "")}`;
  return [
    `${subject} after ${formatDuration(durationMs)} of ${formatDuration(preview.durationMs)} (${formatShare(durationMs / preview.durationMs, 0)})${reason}`,
    ...iterationsText(scenarios),
    judged === null
      ? "nothing of the part that is judged was run"
      : `objectives are judged over the part there is, ${formatDuration(judged.fromMs)} to ${formatDuration(judged.toMs)}`,
  ].join("; ");
}

/** Of the scenarios whose plan fixes a number of iterations. */
function iterationsText(scenarios: RunDocument["scenarios"]): string[] {
  let [started, planned] = [0, 0];
  for (const scenario of scenarios) {
    if (scenario.planned === null) continue;
    started += scenario.started;
    planned += scenario.planned;
  }
  return planned === 0 ? [] : [`${formatNumber(started)} of ${formatNumber(planned)} planned iterations were made`];
}
