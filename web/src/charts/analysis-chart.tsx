import type { ChartSpec } from "../../../src/contract/run.ts";
import { DistributionChart } from "./distribution-chart.tsx";
import { LinesChart } from "./lines-chart.tsx";
import { PointsChart } from "./points-chart.tsx";
import { factsOfPoints } from "./points-facts.ts";
import { StackedBarsChart } from "./stacked-bars-chart.tsx";

/** Any chart of an analysis. */
export function AnalysisChart({ spec }: { readonly spec: ChartSpec }) {
  switch (spec.kind) {
    case "lines":
      return <LinesChart spec={spec} />;
    case "distribution":
      return <DistributionChart spec={spec} />;
    case "stacked-bars":
      return <StackedBarsChart spec={spec} />;
    default:
      return <PointsChart title={spec.title} unit={spec.yUnit} {...factsOfPoints(spec)} />;
  }
}
