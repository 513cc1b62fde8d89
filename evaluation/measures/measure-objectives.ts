import type { EvaluationMeasure } from "../../src/contract/evaluation.ts";
import type { JudgedPair } from "../cases/golden-objectives.ts";
import type { ScoredCase } from "../scored-case.ts";
import { proportion, type Trial } from "./proportion.ts";

/** Agreement with arithmetic on the same samples: the truth of these cases. */
export function measureExactness(set: string, group: string, scored: readonly ScoredCase[]): EvaluationMeasure[] {
  return [
    proportion(
      { name: "slo-exact", set, group },
      scored.map((each) => trial(each, isRight(each))),
    ),
  ];
}

/** Of pairs whose truth other runs tell: agreement with arithmetic, share that is certain, and how often each kind is right. */
export function measurePairs(set: string, group: string, pairs: readonly JudgedPair[]): EvaluationMeasure[] {
  const measure = (name: string, counted: readonly JudgedPair[], hit: (pair: JudgedPair) => boolean) =>
    proportion(
      { name, set, group },
      counted.map((pair) => trial(pair.scored, hit(pair))),
    );
  const certain = pairs.filter(({ scored }) => scored.case.certain === true);
  return [
    measure("slo-exact", pairs, ({ scored, recomputed }) => scored.case.verdict === recomputed),
    measure("slo-right", pairs, ({ scored }) => isRight(scored)),
    measure("slo-certain", pairs, ({ scored }) => scored.case.certain === true),
    measure("slo-right-where-certain", certain, ({ scored }) => isRight(scored)),
  ].filter(({ of }) => of > 0);
}

function isRight({ case: { truth, verdict } }: ScoredCase): boolean {
  return truth === verdict;
}

function trial({ cluster, unit }: ScoredCase, hit: boolean): Trial {
  return { cluster, unit, hit };
}
