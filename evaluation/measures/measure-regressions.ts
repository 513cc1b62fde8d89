import type { EvaluationMeasure } from "../../src/contract/evaluation.ts";
import { isAccusation, type ScoredCase } from "../scored-case.ts";
import { proportion, type MeasureName, type Trial } from "./proportion.ts";

/** Effects are sorted into these, as fractions: from this one to the next. */
export const effectBins = [0.05, 0.1, 0.2, 0.3] as const;
/** Errors of arithmetic in sizes such as 0.3 − 0.2. */
const tolerance = 1e-9;

/** Whether a method accuses, on the case itself and on its confirmation; null: the method does not say. */
export interface Accusation {
  readonly first: boolean;
  readonly confirmed: boolean | null;
}

type Answers = (scored: ScoredCase) => Accusation | null;

/** What the product says. */
export const productAnswers: Answers = ({ case: { verdict, confirmation }, hasRerun }) => ({
  first: isAccusation(verdict),
  confirmed: hasRerun ? isAccusation(verdict) && isAccusation(confirmation ?? "") : null,
});

/**
 * Measures of one group of regression cases that any method has: recall by size of the effect, and false alarms. Sizes in `recall-10`
 * lie between 10 and 20 %, those in `recall-from-10` have no upper end. A measure without a case is left out.
 */
export function measureAlarms(
  set: string,
  group: string,
  scored: readonly ScoredCase[],
  answers: Answers,
): EvaluationMeasure[] {
  const answered = scored.flatMap((each) => {
    const answer = answers(each);
    return answer === null ? [] : [{ scored: each, answer }];
  });
  const measure = (
    name: string,
    counts: (each: ScoredCase) => boolean,
    hit: (answer: Accusation) => boolean | null,
  ): EvaluationMeasure => {
    const trials = answered.flatMap(({ scored: each, answer }): Trial[] => {
      const value = hit(answer);
      return value === null || !counts(each) ? [] : [{ hit: value, cluster: each.cluster, unit: each.unit }];
    });
    return proportion({ name, set, group }, trials);
  };
  return [
    measure("false-alarms", isSame, ({ first }) => first),
    measure("false-alarms-confirmed", isSame, ({ confirmed }) => confirmed),
    measure("accused-within-2", isWithin2, ({ first }) => first),
    ...effectBins.map((from, i) =>
      measure(`recall-${percent(from)}`, isChangedBy(from, effectBins[i + 1] ?? Infinity), ({ first }) => first),
    ),
    ...[0.1, 0.2].flatMap((from) => [
      measure(`recall-from-${percent(from)}`, isChangedBy(from), ({ first }) => first),
      measure(`recall-from-${percent(from)}-confirmed`, isChangedBy(from), ({ confirmed }) => confirmed),
    ]),
  ].filter(({ of }) => of > 0);
}

/** Measures that only a method with intervals has. */
export function measureHonesty(set: string, group: string, scored: readonly ScoredCase[]): EvaluationMeasure[] {
  const measure = (
    name: string,
    counts: (each: ScoredCase) => boolean,
    hit: (each: ScoredCase) => boolean,
  ): EvaluationMeasure => {
    const named: MeasureName = { name, set, group };
    const trials = scored.filter(counts);
    return proportion(
      named,
      trials.map((each) => ({ hit: hit(each), cluster: each.cluster, unit: each.unit })),
    );
  };
  const isChanged = isChangedBy(0);
  return [
    // Whoever knows the noise would not see these either: no conclusion is the right answer there, and not a miss.
    measure(
      "recall-visible-from-10",
      (each) => isChangedBy(0.1)(each) && !(each.case.verdict === "inconclusive" && !isVisible(each.oracleMde, each)),
      found,
    ),
    measure("recall-where-mde", (each) => isChanged(each) && isVisible(each.case.mde, each), found),
    measure("wrong-no-regression-5", isChangedBy(0.05, 0.1), verdictIs("no-regression")),
    measure("wrong-no-regression", isChangedBy(0.1), verdictIs("no-regression")),
    measure("inconclusive", () => true, verdictIs("inconclusive")),
    measure("environment-shift", () => true, verdictIs("environment-shift")),
    measure("false-improvements", isSame, verdictIs("improved")),
    measure("mde-10", isSame, ({ case: { mde } }) => mde !== null && mde <= 0.1 + tolerance),
    measure("ambiguous-accused", ({ case: { truth } }) => truth === "ambiguous", found),
  ].filter(({ of }) => of > 0);
}

function isSame({ case: { truth, size } }: ScoredCase): boolean {
  // The same by construction, not by measurement.
  return truth === "unchanged" && size === 0;
}

/** Measured to be within 2 % of the same, although something was changed. */
function isWithin2({ case: { truth, size } }: ScoredCase): boolean {
  return truth === "unchanged" && size !== 0;
}

function found({ case: { verdict } }: ScoredCase): boolean {
  return isAccusation(verdict);
}

function verdictIs(verdict: string): (scored: ScoredCase) => boolean {
  return (scored) => scored.case.verdict === verdict;
}

/** A change of this size or less can be seen. */
function isVisible(smallest: number | null, { case: { size } }: ScoredCase): boolean {
  return smallest !== null && size !== null && smallest <= size + tolerance;
}

function isChangedBy(from: number, to = Infinity): (scored: ScoredCase) => boolean {
  return ({ case: { truth, size } }) =>
    truth === "changed" && size !== null && size >= from - tolerance && size < to - tolerance;
}

function percent(share: number): number {
  return Math.round(share * 100);
}
