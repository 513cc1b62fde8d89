import { blockBootstrapInterval } from "../../../stats/block-bootstrap.ts";
import { seededRandom } from "../../../stats/seeded-random.ts";
import type { Objective } from "../../../contract/slo-set.ts";
import type { Figure, Figures } from "./figures.ts";

const replicates = 400;

/** One endpoint, or all of them pooled, held against the limit of an objective. */
export interface Judgement {
  readonly endpoint: string | null;
  readonly figures: Figures;
  readonly whole: Figure;
  readonly met: boolean;
  readonly value: number;
}

/** A duration that was read from the histogram is within this share of the truth. */
const bucketError = 0.0055;

/**
 * The limit lies outside of the interval; where the part is too short for one, nothing is certain. Extremes and windows, which are judged
 * one by one, are what they are, unless the histogram cannot tell on which side of the limit they lie.
 */
export function isCertain(
  { limit, window, unit }: Objective,
  { figures, value }: Judgement,
  interval: [number, number] | null,
): boolean {
  if (interval !== null) return limit < interval[0] || limit > interval[1];
  if (figures.resample !== null && window === null) return false;
  return figures.exact || (unit === "ms" && Math.abs(value - limit) > bucketError * limit);
}

/**
 * 95 % interval of the value over the whole part by moving-block bootstrap over seconds, block = max(1 s, min(30 s, T/20), 5/λ) with
 * λ the samples a second. null: there are fewer than two blocks, or it is an extreme, or the value is one window's.
 */
export function intervalOf(
  objective: Objective,
  { figures, whole, value, endpoint }: Judgement,
  seed: number,
): [number, number] | null {
  if (figures.resample === null || objective.window !== null) return null;
  const rate = whole.samples / figures.length;
  const block = Math.ceil(Math.max(1, Math.min(30, figures.length / 20), 5 / rate));
  const random = seededRandom(`${seed}\n${objective.name}\n${endpoint ?? ""}`);
  const interval = blockBootstrapInterval(
    { length: figures.length, block, replicates, random, level: 0.95 },
    figures.resample,
  );
  if (interval === null) return null;
  const [low, high] = objective.unit === "fraction" ? withUnseen(interval, whole.samples) : interval;
  return [Math.min(low, value), Math.max(high, value)];
}

/**
 * What never happened, or always did, is so in every resample, however few samples there are: such an end of a share goes as far as the
 * exact 95 % interval of 0 of n, 1 − 0.025^(1/n) (Clopper and Pearson 1934).
 */
function withUnseen([low, high]: readonly [number, number], samples: number): [number, number] {
  const reach = 1 - Math.exp(Math.log(0.025) / samples);
  if (low === 0 && high === 0) return [0, reach];
  return low === 1 && high === 1 ? [1 - reach, 1] : [low, high];
}
