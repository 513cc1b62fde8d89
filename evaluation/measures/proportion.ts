import { clopperPearson } from "../../src/stats/binomial.ts";
import { quantileType7 } from "../../src/stats/quantile-type7.ts";
import { seededRandom } from "../../src/stats/seeded-random.ts";
import type { EvaluationMeasure } from "../../src/contract/evaluation.ts";

/** One thing that either happened or did not. */
export interface Trial {
  readonly hit: boolean;
  /** Drawn as a whole by the bootstrap. */
  readonly cluster: string;
  /** The run that was judged: cases of one are one observation. */
  readonly unit: string;
}

export interface MeasureName {
  readonly name: string;
  readonly set: string;
  readonly group: string;
}

const resamples = 1000;

/**
 * A share with its 95 % interval. Cases that share no run are independent, and so is each its own cluster: Clopper and Pearson (1934).
 * Else the percentiles of a bootstrap that resamples whole clusters (Davison and Hinkley 1997, section 3.8), widened to Clopper and
 * Pearson's interval over as many cases as runs were judged: of few clusters, or of clusters that all say the same, a bootstrap alone
 * would claim a certainty that is not there.
 */
export function proportion(measure: MeasureName, trials: readonly Trial[]): EvaluationMeasure {
  const { name, set, group } = measure;
  const hits = trials.filter(({ hit }) => hit).length;
  const of = trials.length;
  if (of === 0) return { name, set, group, hits, of, value: null, low: null, high: null };
  const [low, high] = intervalOf(measure, trials, hits);
  return { name, set, group, hits, of, value: hits / of, low, high };
}

function intervalOf(measure: MeasureName, trials: readonly Trial[], hits: number): [number, number] {
  const units = new Set(trials.map(({ unit }) => unit)).size;
  const exact = clopperPearson((hits / trials.length) * units, units);
  const clusters = clustersOf(trials);
  if (clusters.length === trials.length) return exact;
  const random = seededRandom(`${measure.name}\n${measure.set}\n${measure.group}`);
  const values: number[] = [];
  for (let left = resamples; left > 0; left--) {
    let [sum, count] = [0, 0];
    for (let draw = clusters.length; draw > 0; draw--) {
      const cluster = clusters[Math.floor(random() * clusters.length)];
      sum += cluster?.hits ?? 0;
      count += cluster?.of ?? 0;
    }
    values.push(sum / count);
  }
  values.sort((a, b) => a - b);
  return [Math.min(exact[0], quantileType7(values, 0.025)), Math.max(exact[1], quantileType7(values, 0.975))];
}

function clustersOf(trials: readonly Trial[]): { readonly hits: number; readonly of: number }[] {
  const clusters = new Map<string, { hits: number; of: number }>();
  for (const { cluster, hit } of trials) {
    const counts = clusters.get(cluster) ?? { hits: 0, of: 0 };
    counts.of += 1;
    if (hit) counts.hits += 1;
    clusters.set(cluster, counts);
  }
  return [...clusters.values()];
}
