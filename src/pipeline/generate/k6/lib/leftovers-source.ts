import { engineMetrics } from "../../../../contract/engine-metrics.ts";

/** Tells what clean-up left behind. */
export const leftoversSource = String.raw`// Tells how much of what the run made is still there after clean-up.
import { Gauge } from "k6/metrics";

const leftovers = new Gauge("${engineMetrics.leftovers}");

/** found: the values at the place of the number. What is no count is told on the log and never counts as 0. */
export function noteLeftovers(found, path) {
  const value = found[0];
  const isCount = (typeof value === "number" || typeof value === "string") && /^\d{1,12}$/.test(String(value));
  if (isCount) leftovers.add(Number(value));
  else console.warn("leftovers: the answer has no count at " + path);
}
`;
