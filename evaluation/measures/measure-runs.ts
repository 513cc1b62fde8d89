import type { EvaluationCase, EvaluationMeasure } from "../../src/contract/evaluation.ts";
import { proportion } from "./proportion.ts";

/** What a detector makes of a whole run in which nothing changed. */
export interface UnchangedRun {
  readonly id: string;
  readonly cluster: string;
  /** Some endpoint is accused. */
  readonly accused: boolean;
  /** The same endpoint is accused in another run as well. */
  readonly confirmed: boolean;
  /** Time that judging it took. */
  readonly milliseconds: number;
}

/** Shares of unchanged runs in which at least one endpoint is accused, by one run and by two of two. */
export function measureRuns(set: string, group: string, runs: readonly UnchangedRun[]): EvaluationMeasure[] {
  const measure = (name: string, hit: (run: UnchangedRun) => boolean) =>
    proportion(
      { name, set, group },
      runs.map((run) => ({ hit: hit(run), cluster: run.cluster, unit: run.id })),
    );
  return [
    measure("accused-runs", ({ accused }) => accused),
    measure("accused-runs-confirmed", ({ confirmed }) => confirmed),
  ].filter(({ of }) => of > 0);
}

/** The runs one by one, as the measures count them. */
export function runCases(set: string, group: string, runs: readonly UnchangedRun[]): EvaluationCase[] {
  return runs.map(({ id, accused, confirmed, milliseconds }) => ({
    set,
    group,
    id,
    kind: "run",
    truth: "unchanged",
    size: 0,
    verdict: verdictOf(accused),
    effect: null,
    mde: null,
    milliseconds,
    confirmation: accused ? verdictOf(confirmed) : null,
    certain: null,
  }));
}

function verdictOf(isAccused: boolean): string {
  return isAccused ? "changed" : "unchanged";
}
