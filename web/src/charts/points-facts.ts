import { formatQuantity } from "../../../src/contract/format-quantity.ts";
import type { ChartSpec } from "../../../src/contract/run.ts";
import { sayDate } from "../format/say-time.ts";
import type { PointsFacts, PointTone } from "./points-model.ts";

/** The ends of an interval are levels of the chart under these names. */
const [lowerEnd, upperEnd] = ["this run, lower end", "this run, upper end"] as const;

/** A chart of runs as analysis gave it: earlier ones and this one, which is the last series. The ends of its interval become a band. */
export function factsOfPoints({ x, series, limits, marks, yUnit }: ChartSpec): PointsFacts {
  const dates = x.map(Number);
  const points = dates.map((at, index) => {
    const found = series
      .map(({ name, values }, place) => ({ name, value: values[index] ?? null, isLast: place === series.length - 1 }))
      .find(({ value }) => value !== null);
    const tone: PointTone = found?.isLast === true && series.length > 1 ? "current" : "plain";
    const value = found?.value ?? null;
    return {
      key: `${at} ${index}`,
      at,
      value,
      text: [sayDate(at), found?.name, value === null ? "no figure" : formatQuantity(value, yUnit)]
        .filter((part) => part !== undefined)
        .join(" · "),
      tone,
    };
  });
  const [low, high] = [lowerEnd, upperEnd].map((name) => limits.find(({ label }) => label === name)?.value);
  const hasBand = low !== undefined && high !== undefined;
  return {
    points,
    levels: limits
      .filter(({ label }) => !hasBand || (label !== lowerEnd && label !== upperEnd))
      .map(({ value, label }) => ({ value, label, tone: label.startsWith("usual") ? "usual" : "limit" })),
    band: hasBand ? { low, high, label: "this run, 95 % interval" } : null,
    steps: [],
    marks: marks.map((mark) => ({ index: Math.max(0, dates.indexOf(mark.x)), label: mark.label })),
  };
}
