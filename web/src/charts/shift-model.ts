import type { ChartSpec } from "../../../src/contract/run.ts";

/** Percentiles at which two distributions are held against each other. */
export const shiftPercents = [5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99] as const;

/**
 * How much later each percentile of the first distribution is than that of the second, as a share: +0.1 is 10 % slower. Bars are taken as
 * evenly filled on their logarithmic axis, so that a shift is right to a part of a bar. null: one of the two has nothing there. Empty: the
 * chart does not hold two distributions.
 */
export function shiftOf({ x, series }: Pick<ChartSpec, "x" | "series">): (number | null)[] {
  const bounds = x.filter((value) => typeof value === "number");
  const [now, before] = series;
  if (now === undefined || before === undefined || bounds.length < 2) return [];
  return shiftPercents.map((percent) => {
    const [late, early] = [now, before].map(({ values }) => logQuantile(bounds, values, percent / 100));
    return late === undefined || early === undefined || late === null || early === null
      ? null
      : Math.exp(late - early) - 1;
  });
}

/** ln of the value below which the share `q` of the bars lies; null: the bars are empty. */
function logQuantile(bounds: readonly number[], values: readonly (number | null)[], q: number): number | null {
  const total = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const [first, second] = bounds;
  if (!(total > 0) || first === undefined || second === undefined) return null;
  const width = Math.log(second / first);
  let left = q * total;
  for (const [index, bound] of bounds.entries()) {
    const inside = values[index] ?? 0;
    if (inside > 0 && left <= inside) return Math.log(bound) - width * (1 - left / inside);
    left -= inside;
  }
  return Math.log(bounds.at(-1) ?? first);
}
