import { jmeterObjectives } from "../cases/jmeter-objectives.ts";
import { readJmeterSamples } from "../data/jmeter-sample.ts";
import { measureExactness } from "../measures/measure-objectives.ts";
import { measureTimes } from "../measures/measure-times.ts";
import { emptySet, type ScoredSet } from "./scored-set.ts";

const set = "jmeter-sample";

/** A real JMeter result: verdicts of objectives against arithmetic on the samples. */
export async function scoreJmeterSample(folder: string): Promise<ScoredSet> {
  const files = await readJmeterSamples(folder);
  if (files.length === 0) return emptySet(`${set}: not there, not scored`);
  const scored = jmeterObjectives(files, set);
  const group = "all";
  return {
    notes: [],
    cases: scored.map((each) => each.case),
    measures: [...measureExactness(set, group, scored), ...measureTimes(set, group, scored)],
    rivals: [],
    ablation: [],
  };
}
