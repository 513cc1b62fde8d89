import type { ChartSpec } from "../../../src/contract/run.ts";
import { niceScale, placeOn, type NiceScale } from "./nice-scale.ts";
import type { PlotBox } from "./points-model.ts";

export interface BarsModel {
  readonly scale: NiceScale;
  /** Bars of the first series, pixels. */
  readonly bars: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  /** The further series as outlines, each a path that closes on the base line. */
  readonly outlines: readonly { readonly name: string; readonly path: string }[];
  /** Labels of the x axis: upper bounds of some bars. */
  readonly ticks: readonly { readonly x: number; readonly value: number }[];
}

/** Pixels that a label of the x axis needs. */
const labelWidth = 64;

/**
 * Where a distribution lies in its box. Its bars are of equal width, as their bounds grow by a constant factor: the axis is logarithmic. The
 * first series is filled and the others are outlines over it, so that they can be told apart without colour.
 */
export function layOutBars({ x, series }: Pick<ChartSpec, "x" | "series">, box: PlotBox): BarsModel {
  const bounds = x.filter((value) => typeof value === "number");
  const scale = niceScale(
    series.flatMap(({ values }) => values),
    { withZero: true, ticks: 4 },
  );
  const [left, right, base] = [box.left, box.width - box.right, box.height - box.bottom];
  const width = (right - left) / Math.max(1, bounds.length);
  const y = (value: number | null | undefined): number => placeOn(scale, value ?? 0, base, box.top);
  const [first, ...others] = series;
  const every = Math.max(1, Math.ceil(bounds.length / Math.max(1, Math.floor((right - left) / labelWidth))));
  return {
    scale,
    bars: bounds.map((_, index) => {
      const top = y(first?.values[index]);
      return { x: left + index * width, y: top, width, height: base - top };
    }),
    outlines: others.map(({ name, values }) => ({
      name,
      path: outline(
        bounds.map((_, index) => y(values[index])),
        left,
        width,
        base,
      ),
    })),
    ticks: bounds.flatMap((value, index) =>
      index % every === every - 1 ? [{ x: left + (index + 1) * width, value }] : [],
    ),
  };
}

function outline(tops: readonly number[], left: number, width: number, base: number): string {
  const parts = tops.map((top, index) => `V${short(top)}H${short(left + (index + 1) * width)}`);
  return `M${short(left)} ${short(base)}${parts.join("")}V${short(base)}`;
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
