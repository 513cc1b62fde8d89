import { bucketUpper } from "../../../stats/bucket-index.ts";
import { changePoints } from "../../../stats/change-points.ts";
import type { Histogram } from "../../../stats/histogram.ts";
import { formatChange, formatMs, formatShare } from "../../../contract/format-quantity.ts";
import type { BaselineEndpoint, BaselineRun } from "../../../contract/baseline.ts";
import type { Comparison, ComparisonBasis, ComparisonRules, Finding } from "../../../contract/comparison.ts";
import type { ChartSpec } from "../../../contract/run.ts";
import { keyOf, seriesOf, statistics, thresholdOf, type Series } from "./compared-series.ts";
import { keptHistogram } from "./kept-histogram.ts";
import { selectRuns } from "./select-runs.ts";
import { enoughRuns } from "./settings.ts";
import { namesIn } from "./word-finding.ts";

const mostEndpoints = 12;
/** Buckets that are drawn as one bar. */
const barWidth = 8;

/** What the charts of comparisons are drawn from. */
export interface ComparedFacts {
  readonly current: BaselineRun;
  readonly basis: ComparisonBasis;
  readonly rules: ComparisonRules;
  readonly comparisons: readonly Comparison[];
  readonly findings: readonly Finding[];
}

/**
 * Of each endpoint that a finding names, at most twelve: p95 of the earlier runs and of this one with the level that matters and the points at
 * which it changed, and the distribution of this run over that of the earlier ones.
 */
export function chartComparisons(facts: ComparedFacts): ChartSpec[] {
  const { runs } = selectRuns(facts.current, facts.basis);
  if (runs.length === 0) return [];
  const named = new Set(facts.findings.flatMap(({ series }) => series.map(keyOf)));
  const nameOf = namesIn(facts.comparisons);
  const series = seriesOf(facts.current, runs).filter((one) => named.has(keyOf(one)));
  return series.slice(0, mostEndpoints).flatMap((one) => {
    const name = nameOf(one);
    return [historyChart(one, runs, facts, name), ...changeChart(one, name)];
  });
}

/** Oldest first, this run last. */
function historyChart(
  series: Series,
  runs: readonly BaselineRun[],
  { current, comparisons, rules }: ComparedFacts,
  name: string,
): ChartSpec {
  const key = keyOf(series);
  const dated = runs.toReversed().map((run) => ({
    run,
    p95: p95Of(run.endpoints.find((endpoint) => keyOf(endpoint) === key)),
  }));
  const x = [...dated.map(({ run }) => run.startedAt), current.startedAt];
  const earlier = dated.map(({ p95 }) => p95);
  const now = p95Of(series.current);
  const found = comparisons.find((one) => one.statistic === "p95" && keyOf(one) === key);
  return {
    id: `history:${series.scenario}/${series.endpoint}`,
    title: `p95 of ${name}, run by run`,
    kind: "points",
    xUnit: "date",
    yUnit: "ms",
    x,
    series: [
      { name: "earlier runs", values: [...earlier, null] },
      { name: "this run", values: [...earlier.map(() => null), now] },
    ],
    spans: [],
    limits: found === undefined ? [] : levelsOf(found, rules),
    // A change needs three runs on each side: this one is none by itself, and far out it would hide those before.
    marks: changePoints(
      earlier.map((value) => value ?? NaN),
      { leastChange: rules.atLeast },
    ).map(({ index, before, after }) => {
      const change = formatChange(after / before - 1);
      const commit = dated[index]?.run.tags["commit"];
      return { x: x[index] ?? current.startedAt, label: commit === undefined ? change : `${change} at ${commit}` };
    }),
  };
}

function p95Of(endpoint: BaselineEndpoint | null | undefined): number | null {
  const p95 = endpoint?.p95 ?? NaN;
  return Number.isFinite(p95) && p95 > 0 ? p95 : null;
}

/** The usual level, the smallest one that matters, and the ends of the interval within which the change puts this run. */
function levelsOf({ before, interval, baselineRuns }: Comparison, rules: ComparisonRules): ChartSpec["limits"] {
  const [statistic] = statistics;
  if (before === null || statistic === undefined) return [];
  const threshold = thresholdOf(statistic, before, rules);
  const levels = [
    { value: before, label: `usual: ${formatMs(before)}` },
    { value: before * (1 + threshold), label: `${formatShare(threshold, 0)} more` },
  ];
  if (interval === null || baselineRuns < enoughRuns) return levels;
  const [low, high] = interval;
  return [
    ...levels,
    { value: before * (1 + low), label: "this run, lower end" },
    { value: before * (1 + high), label: "this run, upper end" },
  ];
}

/** Shares of requests in bars of eight buckets, 9 % wide each; x is the upper bound of a bar in ms. None where distributions are not kept. */
function changeChart({ scenario, endpoint, current, earlier }: Series, name: string): ChartSpec[] {
  const now = current === null ? null : keptHistogram(current);
  const before = earlier.map(keptHistogram).filter((histogram) => histogram !== null);
  if (now === null || before.length === 0) return [];
  const pairs = [
    { name: "this run", bars: barsOf([now]) },
    { name: `${before.length} earlier runs`, bars: barsOf(before) },
  ];
  const numbers = pairs.flatMap(({ bars }) => [...bars.keys()]);
  if (numbers.length === 0) return [];
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return [
    {
      id: `change:${scenario}/${endpoint}`,
      title: `Distribution of ${name} against earlier runs`,
      kind: "distribution",
      xUnit: "ms",
      yUnit: "fraction",
      x: all.map((bar) => bucketUpper(bar * barWidth + barWidth - 1)),
      series: pairs.map((pair) => ({ name: pair.name, values: all.map((bar) => pair.bars.get(bar) ?? 0) })),
      spans: [],
      limits: [],
      marks: [],
    },
  ];
}

/** Share of all requests by bar. */
function barsOf(histograms: readonly Histogram[]): Map<number, number> {
  const total = histograms.reduce((sum, { count }) => sum + count, 0);
  const bars = new Map<number, number>();
  for (const histogram of histograms) {
    for (const { index, count } of histogram.buckets()) {
      const bar = Math.floor(index / barWidth);
      bars.set(bar, (bars.get(bar) ?? 0) + count / total);
    }
  }
  return bars;
}
