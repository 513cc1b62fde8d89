import { qnScale } from "../../../stats/qn-scale.ts";
import { median } from "../../../stats/quantile-type7.ts";
import { studentT, studentTQuantile } from "../../../stats/student-t.ts";
import type { BaselineRun } from "../../../contract/baseline.ts";
import type { Comparison } from "../../../contract/comparison.ts";

const statistics = ["p50", "p95"] as const;
/** Fewer comparable runs than this inform only. */
const enoughRuns = 5;
const mostRuns = 30;
const alpha = 0.01;
const falseDiscoveryRate = 0.05;
/** Smallest spread between runs that is believed. */
const scaleFloor = 0.005;
/** A change matters from 5 % and from 5 ms on. */
const practicalShare = 0.05;
const practicalMs = 5;

type Endpoint = BaselineRun["endpoints"][number];

/**
 * Compares each endpoint's p50 and p95 with comparable earlier runs. The unit of evidence is the run: the spread that a change must
 * beat is the spread between runs. The spread inside a run is not in a baseline yet, so its term of the standard error is left out.
 * With fewer than five runs the status is `provisional`, with none `no-baseline`: neither ever fails a run.
 */
export function compareWithBaselines(current: BaselineRun, baselines: readonly BaselineRun[]): Comparison[] {
  const newest = [...baselines]
    .filter(({ runId }) => runId !== current.runId)
    .toSorted((a, b) => b.startedAt - a.startedAt)
    .slice(0, mostRuns);
  return statistics.flatMap((statistic) => {
    const tests = current.endpoints.map((endpoint) =>
      testEndpoint(endpoint, statistic, newest, current.endpoints.length),
    );
    const worse = adjust(tests.map(({ pWorse }) => pWorse));
    const better = adjust(tests.map(({ pBetter }) => pBetter));
    return tests.map((test, i) => conclude(test, worse[i] ?? 1, better[i] ?? 1));
  });
}

interface Test {
  readonly comparison: Comparison;
  /** One-sided p of a slowdown and of a speed-up; null where there are too few runs. */
  readonly pWorse: number | null;
  readonly pBetter: number | null;
  /** ln of the practical threshold. */
  readonly practical: number;
  readonly change: number;
  readonly upper: number;
}

/**
 * m = median of ln baseline values, s = max(Qn, 0.005), SE² = s²·(1 + 1.57/N), Δ = ln value − m, T = Δ/SE on N − 1 degrees of freedom;
 * MDE90 = max(e^((t_{1−α_eff} + t_{.90})·SE) − 1, (1 + δ)·e^(t_{.90}·SE) − 1), α_eff = min(α, .05/family).
 */
function testEndpoint(
  endpoint: Endpoint,
  statistic: (typeof statistics)[number],
  baselines: readonly BaselineRun[],
  family: number,
): Test {
  const values = baselines.flatMap(({ endpoints }) =>
    endpoints
      .filter((earlier) => earlier.scenario === endpoint.scenario && earlier.endpoint === endpoint.endpoint)
      .map((earlier) => earlier[statistic])
      .filter((value) => value > 0),
  );
  const after = endpoint[statistic];
  const base: Comparison = {
    endpoint: endpoint.endpoint,
    scenario: endpoint.scenario,
    statistic,
    status: "no-baseline",
    before: null,
    after,
    unit: "ms",
    effect: null,
    interval: null,
    p: null,
    mde: null,
    baselineRuns: values.length,
  };
  const untested = { pWorse: null, pBetter: null, practical: 0, change: 0, upper: 0 };
  if (values.length === 0 || after <= 0) return { ...untested, comparison: base };
  if (values.length < enoughRuns) {
    const before = median(values);
    return { ...untested, comparison: { ...base, status: "provisional", before, effect: after / before - 1 } };
  }
  const logs = values.map((value) => Math.log(value));
  const middle = median(logs);
  const before = Math.exp(middle);
  const freedom = values.length - 1;
  const scale = Math.max(qnScale(logs), scaleFloor);
  const error = scale * Math.sqrt(1 + 1.57 / values.length);
  const change = Math.log(after) - middle;
  const below = studentT(change / error, freedom);
  const reach = studentTQuantile(0.975, freedom) * error;
  const power = studentTQuantile(0.9, freedom) * error;
  const threshold = Math.max(practicalShare, practicalMs / before);
  const strict = studentTQuantile(1 - Math.min(alpha, 0.05 / Math.max(1, family)), freedom) * error;
  return {
    pWorse: 1 - below,
    pBetter: below,
    practical: Math.log(1 + threshold),
    change,
    upper: change + reach,
    comparison: {
      ...base,
      before,
      effect: Math.exp(change) - 1,
      interval: [Math.exp(change - reach) - 1, Math.exp(change + reach) - 1],
      p: 1 - below,
      mde: Math.max(Math.exp(strict + power) - 1, (1 + threshold) * Math.exp(power) - 1),
    },
  };
}

function conclude(test: Test, worse: number, better: number): Comparison {
  const { comparison, pWorse, pBetter, practical, change, upper } = test;
  if (pWorse === null || pBetter === null) return comparison;
  if (worse <= falseDiscoveryRate && pWorse <= alpha && change >= practical)
    return { ...comparison, status: "regression-suspected" };
  if (better <= falseDiscoveryRate && pBetter <= alpha && -change >= practical)
    return { ...comparison, status: "improved" };
  return { ...comparison, status: upper < practical ? "no-regression" : "inconclusive" };
}

/** Benjamini and Hochberg's adjusted p-values; null stays out of the family. */
function adjust(values: readonly (number | null)[]): (number | null)[] {
  const family = values.flatMap((p, i) => (p === null ? [] : [{ p, i }])).toSorted((a, b) => b.p - a.p || b.i - a.i);
  const adjusted: (number | null)[] = values.map(() => null);
  let least = 1;
  family.forEach(({ p, i }, fromTop) => {
    least = Math.min(least, (p * family.length) / (family.length - fromTop));
    adjusted[i] = least;
  });
  return adjusted;
}
