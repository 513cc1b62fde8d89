import type { Objective } from "../../src/contract/slo-set.ts";
import type { JmeterFile, JmeterSample } from "../data/jmeter-sample.ts";
import { judgeObjectives, wholeRunObjective } from "../detectors/judge-objective.ts";
import type { GoldenSeries } from "../golden/golden-run.ts";
import type { ScoredCase } from "../scored-case.ts";
import { recompute, recomputedVerdict, type RawSamples } from "./recompute.ts";

const statistics: readonly { readonly name: string; readonly statistic: Objective["statistic"] }[] = [
  ...[0.5, 0.75, 0.9, 0.95, 0.99].map((q) => ({ name: `p${q * 100}`, statistic: { kind: "quantile", q } as const })),
  { name: "mean", statistic: { kind: "mean" } },
  { name: "max", statistic: { kind: "max" } },
  { name: "errors", statistic: { kind: "error-rate" } },
];
/** Distances of the limit from the value: at the value itself the comparator decides. */
const distances = [-0.25, -0.02, 0, 0.02, 0.25];
const comparators = ["<", "<="] as const;

/** Every label of a result with limits around its own values: the verdict must be that of arithmetic on the samples. */
export function jmeterObjectives(files: readonly JmeterFile[], set: string): ScoredCase[] {
  return files.flatMap(({ name, samples }) => {
    const first = samples.reduce((least, { endedAt }) => Math.min(least, endedAt), Infinity);
    const firstSecond = Math.floor(first / 1000) * 1000;
    return [...Map.groupBy(samples, ({ label }) => label)].flatMap(([label, ofLabel]) => {
      const objectives = objectivesOf(label, rawOf(ofLabel));
      const run = { firstSecond, series: [seriesOf(label, ofLabel, firstSecond)] };
      const { results, milliseconds } = judgeObjectives(
        run,
        objectives.map(({ objective }) => objective),
      );
      return objectives.map(({ objective, distance, value }, i): ScoredCase => {
        const id = `${name}/${objective.name}`;
        const result = results[i];
        return {
          case: {
            set,
            group: label,
            id,
            kind: "slo",
            truth: recomputedVerdict(value, objective),
            size: distance,
            verdict: result?.status ?? "no-data",
            effect: null,
            mde: null,
            milliseconds: milliseconds / objectives.length,
            confirmation: null,
            certain: result?.certain ?? null,
          },
          cluster: `${name}/${label}`,
          unit: id,
          hasRerun: false,
          oracleMde: null,
          rivals: new Map(),
        };
      });
    });
  });
}

interface LimitedObjective {
  readonly objective: Objective;
  readonly distance: number;
  /** Recomputed from the samples. */
  readonly value: number;
}

function objectivesOf(endpoint: string, raw: RawSamples): LimitedObjective[] {
  return statistics.flatMap(({ name, statistic }) =>
    distances.flatMap((distance) =>
      comparators.map((comparator): LimitedObjective => {
        const value = recompute(raw, statistic);
        const limit = value * (1 + distance);
        const unit = statistic.kind === "error-rate" ? "fraction" : "ms";
        const text = `${name} of ${endpoint} ${comparator} ${limit}`;
        return {
          objective: wholeRunObjective({ name: text, endpoint, statistic, comparator, limit, unit }),
          distance,
          value,
        };
      }),
    ),
  );
}

function rawOf(samples: readonly JmeterSample[]): RawSamples {
  return {
    latencies: ascending(samples),
    failed: samples.filter(({ failed }) => failed).length,
  };
}

function seriesOf(endpoint: string, samples: readonly JmeterSample[], firstSecond: number): GoldenSeries {
  const bySecond = Map.groupBy(samples, ({ endedAt }) => Math.floor((endedAt - firstSecond) / 1000));
  const length = [...bySecond.keys()].reduce((last, second) => Math.max(last, second), -1) + 1;
  const seconds = Array.from({ length }, (_, second) => {
    const ended = bySecond.get(second) ?? [];
    return { latencies: ascending(ended), failed: ascending(ended.filter(({ failed }) => failed)) };
  });
  return { scenario: "", endpoint, seconds };
}

function ascending(samples: readonly JmeterSample[]): Float64Array {
  return Float64Array.from(samples, ({ latencyMs }) => latencyMs).toSorted();
}
