import type { ComparisonStatus } from "../../contract/comparison.ts";

/** A comparison's status in people's words. */
export const statusWords: Readonly<Record<ComparisonStatus, string>> = {
  "regression-confirmed": "slower, confirmed",
  "regression-suspected": "slower, suspected",
  improved: "faster",
  "no-regression": "unchanged",
  inconclusive: "inconclusive",
  "environment-shift": "environment changed",
  provisional: "provisional",
  "no-baseline": "no baseline",
};
