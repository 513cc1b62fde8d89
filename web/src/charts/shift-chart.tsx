import { useMemo } from "react";
import { formatChange } from "../../../src/contract/format-quantity.ts";
import type { ChartSpec } from "../../../src/contract/run.ts";
import { ChartFrame, type ChartX, type ChartY } from "../components/chart/chart-frame.tsx";
import { shiftOf, shiftPercents } from "./shift-model.ts";

const percentiles: ChartX = { kind: "value", label: "percentile", format: (value) => `p${value}` };
const changes: ChartY = { format: formatChange };

/** Where in the distribution this run differs: all of it, or only its slow end. Nothing where the chart is no comparison. */
export function ShiftChart({ spec }: { readonly spec: ChartSpec }) {
  const shifts = useMemo(() => shiftOf(spec), [spec]);
  if (shifts.length === 0) return null;
  return (
    <ChartFrame
      title={`Shift, percentile by percentile: ${spec.title}`}
      summary="How much slower, above 0, or faster, below 0, each percentile of this run is than that of the earlier runs."
      xs={shiftPercents}
      series={[{ name: "against earlier runs", values: shifts }]}
      x={percentiles}
      y={changes}
      height={200}
    />
  );
}
