import type { BaselineEndpoint, BaselineRun } from "../../../contract/baseline.ts";
import type { Calibration } from "../../../contract/calibration.ts";
import type { ComparisonRules } from "../../../contract/comparison.ts";
import { median } from "../../../stats/quantile-type7.ts";
import { keyOf } from "./compared-series.ts";
import { detectableChange, runsNeeded, spreadOf, standardError } from "./detectable-change.ts";
import { enoughRuns } from "./settings.ts";

const statistics = ["p50", "p90", "p95", "p99"] as const;

/**
 * What runs of one build against themselves say of each percentile of each endpoint: spread = max(Qn, least spread) of ln value, and the
 * change that one further run would show against these. Series that fewer than five runs have, or that are 0 in one, are left out: nothing is
 * known of them.
 */
export function calibrateSeries(runs: readonly BaselineRun[], rules: ComparisonRules): Calibration["series"] {
  const byName = Map.groupBy(
    runs.flatMap(({ endpoints }): BaselineEndpoint[] => endpoints),
    keyOf,
  );
  const family = byName.size;
  return [...byName.values()].flatMap((found) =>
    statistics.flatMap((statistic) => {
      const values = found.map((one) => one[statistic]);
      const [{ scenario, endpoint } = { scenario: "", endpoint: "" }] = found;
      if (values.length < enoughRuns || !values.every((value) => value > 0 && Number.isFinite(value))) return [];
      const spread = spreadOf(values.map((value) => Math.log(value)));
      const share = statistic === "p99" ? 2 * rules.atLeast : rules.atLeast;
      const demand = { family, threshold: Math.max(share, rules.atLeastMs / median(values)) };
      const error = standardError({ spread, baselines: values.length });
      return [
        {
          scenario,
          endpoint,
          statistic,
          spread,
          mde: detectableChange(error, values.length - 1, demand),
          runsNeeded: runsNeeded({ spread }, demand),
        },
      ];
    }),
  );
}
