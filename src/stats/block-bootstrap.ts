import { quantileType7 } from "./quantile-type7.ts";

/** Half-open spans [from, to) of a series; a resample is the series pieced together from them. */
export interface Spans {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export interface BootstrapOptions {
  /** Number of equally spaced observations in the series. */
  readonly length: number;
  /** Observations a block. */
  readonly block: number;
  readonly replicates: number;
  readonly random: () => number;
  /** Two-sided coverage, such as 0.95. */
  readonly level: number;
}

/**
 * Percentile interval of a statistic by moving-block bootstrap (Künsch 1989): resamples are made of overlapping blocks, so that
 * dependence between neighbours survives. null when there are fewer than two blocks, or when most resamples have no value.
 */
export function blockBootstrapInterval(
  options: BootstrapOptions,
  statistic: (spans: Spans) => number | null,
): [number, number] | null {
  const { length, block, replicates, random, level } = options;
  if (block < 1 || length < 2 * block) return null;
  const blocks = Math.ceil(length / block);
  const starts = new Int32Array(blocks);
  const ends = new Int32Array(blocks);
  const lastStart = length - block;
  const values: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    let left = length;
    for (let i = 0; i < blocks; i++) {
      const start = Math.floor(random() * (lastStart + 1));
      starts[i] = start;
      ends[i] = start + Math.min(block, left);
      left -= block;
    }
    const value = statistic({ starts, ends });
    if (value !== null) values.push(value);
  }
  if (values.length * 2 < replicates) return null;
  values.sort((a, b) => a - b);
  const tail = (1 - level) / 2;
  return [quantileType7(values, tail), quantileType7(values, 1 - tail)];
}
