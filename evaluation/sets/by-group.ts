import type { EvaluationDocument, EvaluationMeasure } from "../../src/contract/evaluation.ts";
import { measureAlarms, measureHonesty, productAnswers } from "../measures/measure-regressions.ts";
import { measureTimes } from "../measures/measure-times.ts";
import { rivalNames } from "../rivals/ask-rivals.ts";
import type { ScoredCase } from "../scored-case.ts";

/** The cases of a set by their groups, by name. */
export function byGroup(scored: readonly ScoredCase[]): (readonly [string, readonly ScoredCase[]])[] {
  return [...Map.groupBy(scored, (each) => each.case.group)].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Every measure of the product over comparisons, group by group: groups are never pooled, as their noise differs. */
export function measureComparisons(set: string, scored: readonly ScoredCase[]): EvaluationMeasure[] {
  return byGroup(scored).flatMap(([group, cases]) => [
    ...measureAlarms(set, group, cases, productAnswers),
    ...measureHonesty(set, group, cases),
    ...measureTimes(set, group, cases),
  ]);
}

/** The same measures of every rival that could answer. */
export function measureRivals(set: string, scored: readonly ScoredCase[]): EvaluationDocument["rivals"] {
  return byGroup(scored).flatMap(([group, cases]) =>
    rivalNames.flatMap((method) => {
      const answers = ({ rivals }: ScoredCase) => {
        const first = rivals.get(method);
        return first === undefined ? null : { first, confirmed: null };
      };
      return measureAlarms(set, group, cases, answers).map((measure) => ({ method, ...measure }));
    }),
  );
}
