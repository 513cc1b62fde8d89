import { standardParts, type DetectorParts } from "../../src/pipeline/analyse/regression/settings.ts";
import type { EvaluationDocument } from "../../src/contract/evaluation.ts";
import { noiseComparisons } from "../cases/noise-comparisons.ts";
import { findsChange, judgeNoiseRun, noiseRuns, type NoiseRun } from "../cases/noise-runs.ts";
import { readCloudNoise } from "../data/cloud-noise.ts";
import { measureRuns, runCases } from "../measures/measure-runs.ts";
import { proportion } from "../measures/proportion.ts";
import { measureComparisons, measureRivals } from "./by-group.ts";
import { emptySet, type ScoredSet } from "./scored-set.ts";

const set = "cloud-noise";
/** Of the changed endpoint among unchanged ones. */
const changeInRun = 0.1;

/** Rules of the detector that this data can say something about. */
const variants: readonly { readonly rule: string; readonly parts: DetectorParts }[] = [
  { rule: "as in the product", parts: standardParts },
  { rule: "without adjustment for the number of endpoints", parts: { ...standardParts, familyWise: false } },
  { rule: "without regard to earlier runs that were as bad", parts: { ...standardParts, unprecedented: false } },
  { rule: "standard deviation in place of Qn", parts: { ...standardParts, spread: "standard-deviation" } },
  { rule: "spread drawn towards other endpoints", parts: { ...standardParts, shrink: !standardParts.shrink } },
];

/** One benchmark repeated without any change, on machines of several classes. */
export async function scoreCloudNoise(folder: string): Promise<ScoredSet> {
  const series = await readCloudNoise(folder);
  if (series.length === 0) return emptySet(`${set}: not there, not scored`);
  const scored = noiseComparisons(series, set);
  const groups = [...new Set(series.map(({ group }) => group))].toSorted();
  const runsOf = new Map(groups.map((group) => [group, noiseRuns(series, group)]));
  const judged = new Map([...runsOf].map(([group, runs]) => [group, runs.map((run) => judgeNoiseRun(run))]));
  return {
    notes: [],
    cases: [...scored.map((each) => each.case), ...[...judged].flatMap(([group, runs]) => runCases(set, group, runs))],
    measures: [
      ...measureComparisons(set, scored),
      ...[...judged].flatMap(([group, runs]) => measureRuns(set, group, runs)),
    ],
    rivals: measureRivals(set, scored),
    ablation: [...runsOf].flatMap(([group, runs]) =>
      variants.flatMap((variant) => measureVariant(group, runs, variant)),
    ),
  };
}

function measureVariant(
  group: string,
  runs: readonly NoiseRun[],
  { rule, parts }: (typeof variants)[number],
): EvaluationDocument["ablation"] {
  const found = runs.map((run) => ({ hit: findsChange(run, changeInRun, parts), cluster: run.id, unit: run.id }));
  return [
    ...measureRuns(
      set,
      group,
      runs.map((run) => judgeNoiseRun(run, parts)),
    ),
    ...(runs.length === 0 ? [] : [proportion({ name: "recall-10-in-run", set, group }, found)]),
  ].map((measure) => ({ rule, ...measure }));
}
