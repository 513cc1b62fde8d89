import { niceScale, placeOn, type NiceScale } from "./nice-scale.ts";

/** `muted`: it is there, but does not count. `bad`: attention. */
export type PointTone = "plain" | "current" | "muted" | "bad";

/** One run in a chart of runs. */
export interface RunPoint {
  readonly key: string;
  /** Epoch ms. */
  readonly at: number;
  /** null: the run has no such figure. */
  readonly value: number | null;
  /** Spoken and shown when the point is looked at. */
  readonly text: string;
  readonly tone: PointTone;
}

export interface PointsFacts {
  /** Oldest first; they stand side by side at equal distances, as runs come in bursts. */
  readonly points: readonly RunPoint[];
  /** Horizontal lines over the whole width. */
  readonly levels: readonly { readonly value: number; readonly label: string; readonly tone: "usual" | "limit" }[];
  /** Shaded between two values, such as an interval. */
  readonly band: { readonly low: number; readonly high: number; readonly label: string } | null;
  /** Level of the points from one index to another, both inclusive. */
  readonly steps: readonly { readonly from: number; readonly to: number; readonly value: number }[];
  /** Vertical lines before a point. */
  readonly marks: readonly { readonly index: number; readonly label: string }[];
}

export interface PlotBox {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface PointsModel {
  readonly scale: NiceScale;
  /** Pixels; points without a value are left out. */
  readonly dots: readonly {
    readonly point: RunPoint;
    readonly index: number;
    readonly x: number;
    readonly y: number;
  }[];
  readonly steps: readonly { readonly x1: number; readonly x2: number; readonly y: number }[];
  readonly marks: readonly { readonly x: number; readonly label: string }[];
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

/** Where everything of a chart of runs lies in its box. */
export function layOutPoints({ points, levels, band, steps, marks }: PointsFacts, box: PlotBox): PointsModel {
  const scale = niceScale(
    [
      ...points.map(({ value }) => value),
      ...levels.map(({ value }) => value),
      ...steps.map(({ value }) => value),
      ...(band === null ? [] : [band.low, band.high]),
    ],
    { withZero: true, ticks: 4 },
  );
  const [left, right] = [box.left, box.width - box.right];
  const distance = (right - left) / Math.max(1, points.length);
  const x = (index: number): number => left + (index + 0.5) * distance;
  const y = (value: number): number => placeOn(scale, value, box.height - box.bottom, box.top);
  return {
    scale,
    x,
    y,
    dots: points.flatMap((point, index) =>
      point.value === null ? [] : [{ point, index, x: x(index), y: y(point.value) }],
    ),
    steps: steps.map(({ from, to, value }) => ({ x1: x(from) - distance / 2, x2: x(to) + distance / 2, y: y(value) })),
    marks: marks.map(({ index, label }) => ({ x: x(index) - distance / 2, label })),
  };
}

/** The dot nearest to a place, by its x only; -1: there is none. */
export function nearestDot({ dots }: Pick<PointsModel, "dots">, x: number): number {
  let [best, least] = [-1, Infinity];
  dots.forEach((dot, place) => {
    const distance = Math.abs(dot.x - x);
    if (distance < least) [best, least] = [place, distance];
  });
  return best;
}
