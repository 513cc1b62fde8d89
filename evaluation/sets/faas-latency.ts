import { faasComparisons } from "../cases/faas-comparisons.ts";
import { readFaasLatency } from "../data/faas-latency.ts";
import { measureComparisons, measureRivals } from "./by-group.ts";
import { emptySet, type ScoredSet } from "./scored-set.ts";

const set = "faas-latency";

/** Two versions of functions in a cloud, each run left out in turn. */
export async function scoreFaasLatency(folder: string): Promise<ScoredSet> {
  const runs = await readFaasLatency(folder);
  if (runs.length === 0) return emptySet(`${set}: not there, not scored`);
  const scored = faasComparisons(runs, set);
  if (scored.length === 0) return emptySet(`${set}: no group of at least six runs, not scored`);
  return {
    notes: [],
    cases: scored.map((each) => each.case),
    measures: measureComparisons(set, scored),
    rivals: measureRivals(set, scored),
    ablation: [],
  };
}
