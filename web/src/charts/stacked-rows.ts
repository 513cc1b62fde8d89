import type { ChartSpec } from "../../../src/contract/run.ts";

export interface StackedRow {
  readonly name: string;
  /** In the order of the series; 0 where there is nothing. */
  readonly parts: readonly number[];
  readonly total: number;
}

/** The bars of a chart of parts, longest first. */
export function stackedRows({ x, series }: Pick<ChartSpec, "x" | "series">): StackedRow[] {
  return x
    .map((name, index) => {
      const parts = series.map(({ values }) => values[index] ?? 0);
      return { name: String(name), parts, total: parts.reduce((sum, value) => sum + value, 0) };
    })
    .toSorted((one, other) => other.total - one.total);
}
