/** What a chart is told. Plain values: the same object as before means that nothing of it changed. */
export interface ChartSeries {
  readonly name: string;
  /** One a place of `xs`; null, undefined and NaN: nothing there. */
  readonly values: ArrayLike<number | null | undefined>;
  /** A place of the palette, or a meaning; by its place among the series unless said. */
  readonly color?: 1 | 2 | 3 | 4 | 5 | 6 | "fail" | "warn" | "faint";
  /** `line` unless said. */
  readonly kind?: "line" | "area" | "stepped" | "points" | "bars";
  readonly dashed?: boolean;
}

export interface ChartX {
  /** `seconds` from the start, `date` in epoch milliseconds, or any `value`. */
  readonly kind: "seconds" | "date" | "value";
  readonly label?: string;
  readonly format?: (value: number) => string;
  readonly log?: boolean;
}

export interface ChartY {
  readonly format: (value: number) => string;
  readonly label?: string;
  /** Only whole numbers are labelled. */
  readonly isWhole?: boolean;
  /** Top of the axis where all values are 0; 1 unless said. */
  readonly emptyTop?: number;
  /** 0 unless said; a logarithmic axis takes what the values need. */
  readonly min?: number;
  readonly max?: number;
  readonly log?: boolean;
}

/** In the unit of x. */
export interface ChartSpan {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

export interface ChartLimit {
  readonly value: number;
  readonly label: string;
}

export interface ChartMark {
  readonly x: number;
  readonly label: string;
}

/** Values as the chart's library takes them, with null where there is nothing. */
export function alignedValues(values: ArrayLike<number | null | undefined>): (number | null)[] {
  return Array.from(values, (value) => (value === null || value === undefined || Number.isNaN(value) ? null : value));
}

/** Top of an axis that holds the values, and a limit where it is not so far off that the values would become flat. */
export function axisTop(dataMax: number | null, limits: readonly ChartLimit[], emptyTop = 1): number {
  const highest = dataMax === null || dataMax <= 0 ? 0 : dataMax;
  const near = limits.map(({ value }) => value).filter((value) => highest === 0 || value <= highest * 2.5);
  const top = Math.max(highest, ...near, 0);
  return top === 0 ? emptyTop : top * 1.08;
}

/** Places of at most `most` rows spread evenly over `count`, the first and the last among them. */
export function thinnedPlaces(count: number, most: number): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: most }, (_, index) => Math.round((index * (count - 1)) / (most - 1)));
}
