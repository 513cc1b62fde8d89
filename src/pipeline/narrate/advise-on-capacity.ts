import { formatQuantity } from "../../contract/format-quantity.ts";
import type { Advice, Advised } from "./advice.ts";

/** What the knee of a rising load says about how far the service should be loaded. */
export function adviseOnCapacity({ document: { capacity } }: Advised): Advice[] {
  const unit = capacity?.steps[0]?.unit;
  if (capacity === null || capacity.knee === null || unit === undefined) return [];
  const { offered, interval } = capacity.knee;
  const [low] = interval;
  return [
    {
      text: `Plan for less than ${formatQuantity(low, unit)}${unit === "vus" ? " virtual users" : ""}: latency rises out of proportion from about ${formatQuantity(offered, unit)} on.`,
      evidence: [],
    },
  ];
}
