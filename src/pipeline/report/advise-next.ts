import { errorTable } from "../../contract/errors.ts";
import type { Analysis } from "../../contract/run.ts";
import { formatCount, formatDuration } from "../../contract/format-quantity.ts";
import { excessOf, placeOf } from "./describe-result.ts";

/** Comparable runs from which a change is more than provisional. */
const judgedFrom = 5;

/** What to do now, most useful first: one sentence each, at least one. */
export function adviseNext({ document }: Analysis): string[] {
  const advice: string[] = [];
  const add = (sentence: string): void => void (advice.includes(sentence) || advice.push(sentence));
  const { quality, objectives, comparisons, errors, verdict, judged } = document;
  for (const { code, severity } of quality.flags) {
    const known = Object.entries(errorTable).find(([name]) => name === code)?.[1];
    if (severity.startsWith("invalid") && known !== undefined) add(known.remedy);
  }
  if (verdict === "invalid") add("Do not read the figures as the target's: mend the cause above and run again.");
  const worst = objectives
    .filter(({ status }) => status === "breached")
    .toSorted((a, b) => excessOf(b) - excessOf(a))[0];
  if (worst !== undefined) {
    const place = placeOf(worst.endpoint, worst.scenario) ?? "the target";
    const since = worst.breach === null ? "" : `, from ${formatDuration(worst.breach.fromMs)} after the start on`;
    add(
      worst.certain
        ? `Look at ${place} first${since}; the charts show when it began.`
        : `Run again before acting on ${place}: its interval holds the limit.`,
    );
  }
  const [firstError] = errors.toSorted((a, b) => b.count - a.count);
  if (firstError !== undefined && (worst === undefined || worst.unit === "fraction")) {
    add(
      `See what ${placeOf(firstError.endpoint, firstError.scenario) ?? "the target"} logged at ${formatDuration(firstError.firstAtMs)} after the start.`,
    );
  }
  if (comparisons.some(({ status }) => status === "regression-confirmed")) {
    add("Compare the commit of this run with those of the baseline runs.");
  }
  if (comparisons.some(({ status }) => status === "regression-suspected")) {
    add("Run once more on an unchanged target: a second look settles whether the suspected change is real.");
  }
  const noData = objectives.filter(({ status }) => status === "no-data").length;
  if (noData > 0) {
    add(
      `Give ${noData === 1 ? "the endpoint" : "the endpoints"} of ${formatCount(noData, "objective")} without data some load, or take the objective out.`,
    );
  }
  if (judged === null && verdict !== "invalid")
    add("Let every scenario hold its level for a while: without a common hold nothing can be judged.");
  // An endpoint that gets few requests stays provisional longer than its run: the run's own history is the longest one.
  const history = Math.max(0, ...comparisons.map(({ baselineRuns }) => baselineRuns));
  if (history > 0 && history < judgedFrom) {
    add(`Keep running: ${formatCount(history, "comparable run")} so far, changes are judged from ${judgedFrom} on.`);
  } else if (
    comparisons.length > 0 &&
    comparisons.every(({ status }) => status === "no-baseline") &&
    (verdict === "pass" || verdict === "warn")
  ) {
    add("This run can be the first of its baseline: the next comparable run will stand beside it.");
  }
  if (advice.length === 0) add("Nothing: the run may enter the baseline.");
  return advice;
}

/** A counterfactual of the form `passes if …` as a sentence of its own. */
export function asSentence(counterfactual: string): string {
  return counterfactual.replace(/^passes /, "The run passes ");
}

/** The verdict in one sentence for people who have never seen the table. */
export function explainVerdict({ document }: Analysis): string {
  const breached = document.objectives.some(({ status, severity }) => status === "breached" && severity === "fail");
  const scored = document.score?.result === "fail";
  const sentences = {
    pass:
      document.score === null
        ? "Every objective was met and no change for the worse was found."
        : "The objectives have the points they need and no change for the worse was found.",
    warn: "Nothing that fails the build, but something that wants a look.",
    fail: breached
      ? "At least one objective was not met."
      : scored
        ? "The objectives have fewer points than it takes."
        : "A change for the worse is confirmed.",
    inconclusive: "The run cannot answer what was asked of it.",
    invalid: "The run cannot be trusted: the load was not what the plan says.",
  } as const;
  return sentences[document.verdict];
}
