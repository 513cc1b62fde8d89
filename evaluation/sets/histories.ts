import { historyChanges } from "../cases/history-changes.ts";
import { readCommitHistory } from "../data/commit-history.ts";
import type { LabelledHistory } from "../data/labelled-history.ts";
import { readTalosGraphs } from "../data/talos-graphs.ts";
import { measureChanges } from "../measures/measure-changes.ts";
import { measureTimes } from "../measures/measure-times.ts";
import { emptySet, type ScoredSet } from "./scored-set.ts";

/** Smallest change of level to be found: labels of both sets begin there. */
const leastChange = 0.02;

export async function scoreTalosGraphs(folder: string): Promise<ScoredSet> {
  return scoreHistories("talos-graphs", await readTalosGraphs(folder));
}

export async function scoreCommitHistory(folder: string): Promise<ScoredSet> {
  return scoreHistories("tsdb-commit-history", await readCommitHistory(folder));
}

/** Histories hold few changes each, so they are measured together. */
function scoreHistories(set: string, histories: readonly LabelledHistory[]): ScoredSet {
  if (histories.length === 0) return emptySet(`${set}: not there, not scored`);
  const scored = historyChanges(histories, set, leastChange);
  const group = "all";
  return {
    notes: [],
    cases: scored.map((each) => each.case),
    measures: [...measureChanges(set, group, scored), ...measureTimes(set, group, scored)],
    rivals: [],
    ablation: [],
  };
}
