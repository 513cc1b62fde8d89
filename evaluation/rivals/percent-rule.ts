import { median } from "../../src/stats/quantile-type7.ts";
import type { RivalInput } from "./rival.ts";

const limit = 1.1;

/** At least 10 % above the run before: what comparing two reports by hand comes to. */
export function percentRuleOnLastRun({ earlier, candidate }: RivalInput): boolean | null {
  const last = earlier.at(-1);
  return last === undefined ? null : candidate >= limit * last;
}

/** At least 10 % above the median of the earlier runs. */
export function percentRuleOnMedian({ earlier, candidate }: RivalInput): boolean | null {
  return earlier.length === 0 ? null : candidate >= limit * median(earlier);
}
