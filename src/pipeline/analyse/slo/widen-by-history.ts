import type { BaselineRun } from "../../../contract/baseline.ts";
import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import { qnScale } from "../../../stats/qn-scale.ts";
import { studentTQuantile } from "../../../stats/student-t.ts";

/** Earlier runs from which their spread is known. */
const enoughRuns = 5;
/** Judged parts as long as this show the spread between runs inside them. */
const longMs = 600_000;

/**
 * Intervals of a short run, made at least as wide as the spread of the same objective between earlier runs: what blocks of seconds inside
 * half a minute show is less than what differs from run to run. Value·e^(±t·Qn), t on N − 1 degrees of freedom, 95 %. The status stays.
 */
export function widenByHistory(
  results: readonly ObjectiveResult[],
  earlier: readonly BaselineRun[],
  judgedMs: number,
): ObjectiveResult[] {
  if (judgedMs >= longMs) return [...results];
  const logsOf = new Map<string, number[]>();
  for (const { objectives } of earlier) {
    for (const one of objectives) {
      if (one.observed <= 0) continue;
      const logs = logsOf.get(one.name);
      if (logs === undefined) logsOf.set(one.name, [Math.log(one.observed)]);
      else logs.push(Math.log(one.observed));
    }
  }
  return results.map((result) => {
    const { observed, interval, limit } = result;
    if (observed === null || observed <= 0 || interval === null) return result;
    const logs = logsOf.get(result.name) ?? [];
    if (logs.length < enoughRuns) return result;
    const factor = Math.exp(studentTQuantile(0.975, logs.length - 1) * qnScale(logs));
    const wide: [number, number] = [Math.min(interval[0], observed / factor), Math.max(interval[1], observed * factor)];
    const certain = result.certain && (limit < wide[0] || limit > wide[1]);
    return { ...result, interval: wide, certain };
  });
}
