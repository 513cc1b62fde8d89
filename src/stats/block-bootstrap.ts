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
 * Resamples of a series for the moving-block bootstrap (Künsch 1989): made of overlapping blocks, so that dependence between
 * neighbours survives. The spans are the same arrays each time. None, and false, when the series has fewer than two blocks.
 */
function resampleBlocks(options: BootstrapOptions, visit: (spans: Spans) => void): boolean {
  const { length, block, replicates, random } = options;
  if (!(block >= 1 && length >= 2 * block)) return false;
  const blocks = Math.ceil(length / block);
  const starts = new Int32Array(blocks);
  const ends = new Int32Array(blocks);
  const lastStart = length - block;
  for (let replicate = 0; replicate < replicates; replicate++) {
    let left = length;
    for (let i = 0; i < blocks; i++) {
      const start = Math.floor(random() * (lastStart + 1));
      starts[i] = start;
      ends[i] = start + Math.min(block, left);
      left -= block;
    }
    visit({ starts, ends });
  }
  return true;
}

/**
 * Percentile interval of a statistic by moving-block bootstrap. null when there are fewer than two blocks, or when most resamples have no
 * value.
 */
export function blockBootstrapInterval(
  options: BootstrapOptions,
  statistic: (spans: Spans) => number | null,
): [number, number] | null {
  const values: number[] = [];
  const resampled = resampleBlocks(options, (spans) => {
    const value = statistic(spans);
    if (value !== null) values.push(value);
  });
  if (!resampled || values.length * 2 < options.replicates) return null;
  values.sort((a, b) => a - b);
  const tail = (1 - options.level) / 2;
  return [quantileType7(values, tail), quantileType7(values, 1 - tail)];
}
