import type { EvaluationMeasure } from "../../src/contract/evaluation.ts";
import { proportion } from "./proportion.ts";

/** What a detector makes of a whole run in which nothing changed. */
export interface UnchangedRun {
  readonly id: string;
  readonly cluster: string;
  /** Some endpoint is accused. */
  readonly accused: boolean;
  /** The same endpoint is accused in another run as well. */
  readonly confirmed: boolean;
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
