import type { ChartSpec } from "../../../src/contract/run.ts";
import { SpecChart } from "../components/chart/spec-chart.tsx";
import { DistributionChart } from "./distribution-chart.tsx";
import { PointsChart } from "./points-chart.tsx";
import { factsOfPoints } from "./points-facts.ts";

/** Any chart of an analysis: runs and distributions in the forms that are made to compare them, the others as they are. */
export function AnalysisChart({ spec }: { readonly spec: ChartSpec }) {
  if (spec.kind === "distribution") return <DistributionChart spec={spec} />;
  if (spec.kind === "points") return <PointsChart title={spec.title} unit={spec.yUnit} {...factsOfPoints(spec)} />;
  return <SpecChart spec={spec} />;
}
