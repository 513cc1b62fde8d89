import { median, quantileType7 } from "../../src/stats/quantile-type7.ts";
import { trimmedHarrellDavis } from "../../src/stats/trimmed-harrell-davis.ts";
import { momentsOf } from "../golden/measure-change.ts";
import { oracleMde } from "../golden/oracle-mde.ts";
import type { PerQuantile } from "../../src/contract/baseline.ts";
import type { ComparisonRules } from "../../src/contract/comparison.ts";
import type { FunctionRun } from "../data/faas-latency.ts";
import { buildRun } from "../detectors/build-run.ts";
import { alpha, comparisonOf, judgeRun, rulesOfShares } from "../detectors/judge-run.ts";
import { askRivals } from "../rivals/ask-rivals.ts";
import type { ScoredCase } from "../scored-case.ts";

/** The change to be found is one of 5 %: a threshold of as much would be a coin flip (analysis reference 5.2). */
const rules: ComparisonRules = { ...rulesOfShares, atLeast: 0.03 };
const statistics = ["p50", "p95"] as const;
const endpoint = "function";
/** Fewer runs than this beside the judged one are no baseline. */
const fewestRuns = 5;
/** From so many samples on the plain quantile is as good, and the product uses it. */
const manySamples = 3000;
/** Requests of a window, in the order of the log: the data has no times. */
const windowLength = 20;

/**
 * Leaves one run out: the second version of each run against the first version of the other runs of its group. Three groups of answers:
 * nothing injected; 5 % more work; one more external call, whose true size is measured as the median over the group.
 */
export function faasComparisons(runs: readonly FunctionRun[], set: string): ScoredCase[] {
  const groups = Map.groupBy(runs, ({ platform, workload, injected }) => `${platform} ${workload} ${injected}`);
  return [...groups].flatMap(([name, group]) => {
    if (group.length <= fewestRuns) return [];
    const size = sizeOf(group);
    return group.flatMap((left) => judgeLeftOut(left, group, { set, size, cluster: name }));
  });
}

function sizeOf(group: readonly FunctionRun[]): number {
  const [first] = group;
  if (first === undefined || first.injected === 0) return 0;
  if (!first.externalCall) return first.injected / 100;
  return median(group.map(({ before, after }) => median(after) / median(before) - 1));
}

interface Group {
  readonly set: string;
  readonly size: number;
  readonly cluster: string;
}

function judgeLeftOut(left: FunctionRun, group: readonly FunctionRun[], { set, size, cluster }: Group): ScoredCase[] {
  const others = group.filter((run) => run !== left);
  const judged = judgeRun(
    buildRun("candidate", others.length, [figuresOf(left.after)]),
    others.map((run, place) => buildRun(`before ${place}`, place, [figuresOf(run.before)])),
    rules,
  );
  return statistics.map((statistic): ScoredCase => {
    const comparison = comparisonOf(judged, endpoint, statistic);
    const valueOf = (samples: readonly number[]): number => quantilesOf(samples)[statistic];
    const logs = others.map(({ before }) => Math.log(valueOf(before)));
    const spread = Math.sqrt(momentsOf(logs).variance);
    return {
      case: {
        set,
        group: `${left.platform} ${left.workload} ${statistic}`,
        id: `${left.id}/${statistic}`,
        kind: "regression",
        truth: truthOf(left, statistic),
        size,
        verdict: comparison.status,
        effect: comparison.effect,
        mde: comparison.mde,
        milliseconds: judged.milliseconds,
        confirmation: null,
        certain: null,
      },
      cluster,
      unit: left.id,
      hasRerun: false,
      oracleMde: oracleMde({ spread, baselineRuns: others.length, alpha, atLeast: rules.atLeast }),
      rivals: askRivals({
        earlier: others.map(({ before }) => valueOf(before)),
        candidate: valueOf(left.after),
        later: others.map(({ after }) => valueOf(after)),
        samples: { candidate: left.after, earlier: others.flatMap(({ before }) => before) },
        windows: {
          candidate: windowsOf(left.after, statistic),
          earlier: others.flatMap(({ before }) => windowsOf(before, statistic)),
        },
      }),
    };
  });
}

/** With an external call the second function is slower in its tail even without an injection (README of the data): no truth is known. */
function truthOf({ injected, externalCall }: FunctionRun, statistic: (typeof statistics)[number]): string {
  if (injected > 0) return "changed";
  return externalCall && statistic === "p95" ? "ambiguous" : "unchanged";
}

function figuresOf(samples: readonly number[]) {
  return { endpoint, requests: samples.length, values: quantilesOf(samples) };
}

function quantilesOf(samples: readonly number[]): PerQuantile {
  const ascending = samples.toSorted((a, b) => a - b);
  const estimate = ascending.length < manySamples ? trimmedHarrellDavis : quantileType7;
  const [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map((q) => estimate(ascending, q));
  return { p50: p50 ?? NaN, p90: p90 ?? NaN, p95: p95 ?? NaN, p99: p99 ?? NaN };
}

function windowsOf(samples: readonly number[], statistic: (typeof statistics)[number]): number[] {
  const whole = Math.floor(samples.length / windowLength);
  return Array.from({ length: whole }, (_, window) => {
    const part = samples.slice(window * windowLength, (window + 1) * windowLength).toSorted((a, b) => a - b);
    return quantileType7(part, statistic === "p50" ? 0.5 : 0.95);
  });
}
