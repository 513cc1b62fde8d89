import { useMemo } from "react";
import type { ChartSpec } from "../../../src/contract/run.ts";
import { ChartFrame } from "../components/chart/chart-frame.tsx";
import { linesFacts } from "./lines-facts.ts";

/** A chart of lines as analysis gave it: over time, or over the load. */
export function LinesChart({ spec }: { readonly spec: ChartSpec }) {
  const facts = useMemo(() => linesFacts(spec), [spec]);
  return (
    <ChartFrame
      {...facts}
      title={spec.title}
      limits={spec.limits}
      {...(spec.xUnit === "ms-from-start" ? { syncKey: "time" } : {})}
    />
  );
}
