import { formatQuantity, formatSignificant } from "../../../src/contract/format-quantity.ts";
import type { ChartSpec } from "../../../src/contract/run.ts";
import type { ChartMark, ChartSeries, ChartSpan, ChartX, ChartY } from "../components/chart/chart-frame.tsx";
import { unitAxis } from "../components/chart/unit-axis.ts";

/** What a frame draws of a chart of lines; time is in seconds there. */
export interface LinesFacts {
  readonly xs: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly x: ChartX;
  readonly y: ChartY;
  readonly spans: readonly ChartSpan[];
  readonly marks: readonly ChartMark[];
  readonly summary: string;
}

export function linesFacts(spec: ChartSpec): LinesFacts {
  const isTime = spec.xUnit === "ms-from-start";
  const place = (value: number): number => (isTime ? value / 1000 : value);
  return {
    xs: spec.x.map((value, index) => (typeof value === "number" ? place(value) : index)),
    series: spec.series.map(({ name, values }) => ({ name, values })),
    x: isTime ? { kind: "seconds" } : { kind: "value", format: (value) => loadText(value, spec.xUnit) },
    y: unitAxis(spec.yUnit),
    spans: spec.spans.map(({ fromMs, toMs, label }) => ({ from: place(fromMs), to: place(toMs), label })),
    marks: spec.marks.map(({ x, label }) => ({ x: place(x), label })),
    summary: summaryOf(spec),
  };
}

function loadText(value: number, unit: ChartSpec["xUnit"]): string {
  if (unit === "per-second") return `${formatSignificant(value)}/s`;
  return unit === "vus" ? `${formatSignificant(value)} VUs` : formatSignificant(value);
}

/** `p95 between 40 ms and 120 ms; limit 400 ms.` */
function summaryOf({ series, limits, marks, yUnit }: ChartSpec): string {
  const ranges = series.map(({ name, values }) => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return `${name}: no values`;
    const least = known.reduce((one, other) => Math.min(one, other));
    const most = known.reduce((one, other) => Math.max(one, other));
    return `${name} between ${formatQuantity(least, yUnit)} and ${formatQuantity(most, yUnit)}`;
  });
  return `${[...ranges, ...limits.map(({ label }) => `limit ${label}`), ...marks.map(({ label }) => `mark ${label}`)].join("; ")}.`;
}
