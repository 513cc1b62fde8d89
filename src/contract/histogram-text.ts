/** A distribution of values ≥ 0 in buckets of base 2^(1/64): counts, and the exact moments of the same samples. */
export interface HistogramCounts {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Samples of value 0, which have no bucket. */
  readonly zeroCount: number;
  /** Ascending. */
  readonly indexes: readonly number[];
  readonly counts: readonly number[];
}

/** Layout of the buckets; a text of another one is not read as if it were this one. */
const layout = "exp64";

/**
 * One line: `exp64;sum;min;max;zeros;first:count,gap:count,…`. Bucket numbers are written as the distance from the one before and whole
 * numbers in base 36; sum, minimum and maximum as the shortest decimals that give the same number again.
 */
export function writeHistogram({ sum, min, max, zeroCount, indexes, counts }: HistogramCounts): string {
  const buckets = indexes.map((index, i) => {
    const distance = index - (i === 0 ? 0 : (indexes[i - 1] ?? 0));
    const count = counts[i] ?? 0;
    const gap = distance === 1 ? "" : `${distance.toString(36)}:`;
    return `${gap}${count.toString(36)}`;
  });
  return [layout, sum, min, max, zeroCount.toString(36), buckets.join(",")].join(";");
}

/** Buckets of the least and of the greatest positive double; a number beyond them is damage, and would ask for memory without end. */
const [leastIndex, mostIndex] = [-1075 * 64, 1024 * 64];

/** null: not a text of `writeHistogram`, of another layout, or of a distribution that cannot be. */
export function readHistogram(text: string): HistogramCounts | null {
  const parts = text.split(";");
  const [name, sum = "", min = "", max = "", zeros = "", list = ""] = parts;
  if (name !== layout || parts.length !== 6) return null;
  const zeroCount = parseWhole(zeros);
  const moments = [sum, min, max].map((part) => (part === "" ? NaN : Number(part)));
  const indexes: number[] = [];
  const counts: number[] = [];
  let index = 0;
  for (const bucket of list === "" ? [] : list.split(",")) {
    const [first = "", second] = bucket.split(":");
    const distance = second === undefined ? 1 : parseWhole(first);
    const count = parseWhole(second ?? first);
    if (indexes.length > 0 && !(distance > 0)) return null;
    index += distance;
    indexes.push(index);
    counts.push(count);
  }
  if ([zeroCount, ...moments, ...indexes, ...counts].some(Number.isNaN)) return null;
  if (zeroCount < 0 || counts.some((count) => count <= 0)) return null;
  if (indexes.some((bucket) => bucket < leastIndex || bucket > mostIndex)) return null;
  const [total = 0, least = 0, most = 0] = moments;
  const count = counts.reduce((all, inside) => all + inside, zeroCount);
  const canBe = Number.isFinite(total) && total >= 0 && least >= 0 && least <= most && most < Infinity;
  if (count > 0 && !canBe) return null;
  return {
    count,
    sum: total,
    min: least,
    max: most,
    zeroCount,
    indexes,
    counts,
  };
}

/** A whole number in base 36, such as `-1k`; NaN for anything else. */
function parseWhole(text: string): number {
  return /^-?[0-9a-z]{1,11}$/.test(text) ? parseInt(text, 36) : NaN;
}
