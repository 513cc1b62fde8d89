import { bucketIndex } from "../../src/stats/bucket-index.ts";
import type { LoadPreview } from "../../src/contract/load-preview.ts";
import type { EngineOutcome, RunRecord } from "../../src/contract/run.ts";
import type { Objective, SloSet } from "../../src/contract/slo-set.ts";
import type { Endpoint, Scenario, TestPlan } from "../../src/contract/test-plan.ts";
import type {
  CollectionSummary,
  CounterWindow,
  ErrorWindow,
  LimitCount,
  LimitRule,
  Measure,
  SeriesWindow,
  Window,
} from "../../src/contract/window.ts";

/** One measured value, as an engine would report it. `atMs`: end of the request, from the start of the run. */
export interface Sample {
  readonly atMs: number;
  readonly value: number;
  readonly scenario?: string;
  readonly endpoint?: string;
  readonly measure?: Measure;
}

export const startOfRun = Date.UTC(2026, 10, 22, 14, 2, 33);

/** Collects samples the slow, obvious way: what the collector would hand over for them. */
export function windowsOf(
  samples: readonly Sample[],
  rules: readonly LimitRule[] = [],
  extra: {
    readonly counters?: readonly (CounterWindow & { readonly atMs: number })[];
    readonly errors?: readonly ErrorWindow[];
    readonly vus?: (second: number) => number;
  } = {},
): Window[] {
  const seconds = new Map<number, Map<string, { sample: Sample; values: number[] }>>();
  const open = (at: number): Map<string, { sample: Sample; values: number[] }> => {
    const known = seconds.get(at) ?? new Map<string, { sample: Sample; values: number[] }>();
    seconds.set(at, known);
    return known;
  };
  for (const sample of samples) {
    const series = open(secondOf(sample.atMs));
    const id = `${sample.measure ?? "latency"}|${sample.scenario ?? "buy"}|${sample.endpoint ?? "checkout"}`;
    const entry = series.get(id) ?? { sample, values: [] };
    series.set(id, entry);
    entry.values.push(sample.value);
  }
  for (const { atMs } of extra.counters ?? []) open(secondOf(atMs));
  for (const { firstAt } of extra.errors ?? []) open(secondOf(firstAt - startOfRun));
  return [...seconds.keys()]
    .toSorted((a, b) => a - b)
    .map((at) => ({
      at,
      series: [...(seconds.get(at)?.values() ?? [])].map(({ sample, values }) => seriesOf(sample, values, rules)),
      counters: (extra.counters ?? [])
        .filter(({ atMs }) => secondOf(atMs) === at)
        .map(({ scenario, endpoint, name, value }) => ({ scenario, endpoint, name, value })),
      errors: (extra.errors ?? []).filter(({ firstAt }) => secondOf(firstAt - startOfRun) === at),
      vus: extra.vus?.((at - startOfRun) / 1000) ?? null,
    }));
}

function secondOf(atMs: number): number {
  return Math.floor((startOfRun + atMs) / 1000) * 1000;
}

function seriesOf(sample: Sample, values: readonly number[], rules: readonly LimitRule[]): SeriesWindow {
  const key = {
    scenario: sample.scenario ?? "buy",
    endpoint: sample.endpoint ?? "checkout",
    measure: sample.measure ?? "latency",
  };
  const buckets = new Map<number, number>();
  for (const value of values) {
    if (value > 0) buckets.set(bucketIndex(value), (buckets.get(bucketIndex(value)) ?? 0) + 1);
  }
  const indexes = [...buckets.keys()].toSorted((a, b) => a - b);
  const limits = new Set(
    rules
      .filter(
        ({ measure, endpoint, scenario }) =>
          measure === key.measure &&
          (endpoint === null || endpoint === key.endpoint) &&
          (scenario === null || scenario === key.scenario),
      )
      .map(({ limitMs }) => limitMs),
  );
  return {
    key,
    count: values.length,
    sum: values.reduce((a, b) => a + b, 0),
    min: Math.min(...values),
    max: Math.max(...values),
    zeroCount: values.filter((value) => value === 0).length,
    indexes: Int32Array.from(indexes),
    counts: Float64Array.from(indexes, (index) => buckets.get(index) ?? 0),
    limits: [...limits].map((limitMs) => limitCount(limitMs, values)),
  };
}

function limitCount(limitMs: number, values: readonly number[]): LimitCount {
  return {
    limitMs,
    below: values.filter((value) => value < limitMs).length,
    equal: values.filter((value) => value === limitMs).length,
    maxBelow: Math.max(...values.filter((value) => value < limitMs)),
    minAbove: Math.min(...values.filter((value) => value > limitMs)),
  };
}

/** Evenly spread samples: `perSecond` a second over [fromMs, toMs), each of the value that `value` gives. */
export function steady(
  options: Omit<Sample, "atMs" | "value"> & {
    readonly fromMs?: number;
    readonly toMs: number;
    readonly perSecond: number;
    readonly value: (index: number, atMs: number) => number;
  },
): Sample[] {
  const { fromMs = 0, toMs, perSecond, value, ...rest } = options;
  const count = Math.round(((toMs - fromMs) * perSecond) / 1000);
  return Array.from({ length: count }, (_, i) => {
    const atMs = fromMs + ((i + 0.5) * 1000) / perSecond;
    return { ...rest, atMs, value: value(i, atMs) };
  });
}

export function collectionOf(samples: readonly Sample[]): CollectionSummary {
  const ends = samples.map(({ atMs }) => startOfRun + atMs);
  return {
    format: "k6-csv",
    rows: samples.length,
    badRows: 0,
    badRowExamples: [],
    firstAt: ends.length === 0 ? null : startOfRun,
    lastAt: ends.length === 0 ? null : ends.reduce((a, b) => Math.max(a, b)),
    truncated: false,
    foldedSeries: 0,
    leftovers: null,
    scenarioStarts: {},
  };
}

export function outcomeOf(overrides: Partial<EngineOutcome> = {}): EngineOutcome {
  return {
    exitCode: 0,
    signal: null,
    scriptErrors: [],
    scriptErrorCount: 0,
    guardHits: 0,
    messages: [],
    summary: null,
    peakCpuShare: 0.3,
    receiverLagMs: 0,
    clockStepMs: 0,
    connections: null,
    ...overrides,
  };
}

export function recordOf(overrides: Partial<RunRecord> = {}): RunRecord {
  return {
    schemaVersion: 1,
    runId: "20261122-140233-checkout-peak-7f3a",
    state: "finished",
    stoppedBy: null,
    startedAt: startOfRun,
    finishedAt: startOfRun + 61_000,
    stoppedAt: null,
    service: "shop",
    environment: "perf",
    plan: { name: "checkout-peak", sha256: "ab".repeat(32), seed: 20_261_122 },
    tags: {},
    engine: { name: "k6", version: "2.2.0" },
    agentVersion: "0.1.0",
    outcome: outcomeOf(),
    guard: { decision: "allow", hits: 0 },
    cost: { estimated: 0.1, actual: 0.1, currency: "EUR" },
    attempts: [],
    reducedTo: null,
    cutIterations: 0,
    imported: false,
    purpose: "run",
    control: null,
    ...overrides,
  };
}

export function objectiveOf(overrides: Partial<Objective> = {}): Objective {
  return {
    name: "p95 of checkout in buy < 400ms",
    text: "p95 of checkout in buy < 400ms",
    statistic: { kind: "quantile", q: 0.95 },
    measure: "latency",
    endpoint: "checkout",
    each: false,
    scenario: "buy",
    comparator: "<",
    limit: 400,
    unit: "ms",
    window: null,
    severity: "fail",
    stop: false,
    wholeRun: false,
    tag: null,
    budget: null,
    ...overrides,
  };
}

export function slosOf(...objectives: Objective[]): SloSet {
  return { schemaVersion: 1, service: "shop", defaults: false, objectives, scoring: null };
}

function endpointOf(name: string): Endpoint {
  return {
    name,
    method: "GET",
    at: null,
    path: [`/${name}`],
    query: [],
    headers: [],
    body: null,
    timeoutMs: 10_000,
    redirects: 0,
    writes: false,
    expect: { status: [{ from: 200, to: 399 }], contains: [], json: [], headers: [], maxBytes: null },
    extract: [],
    tags: {},
  };
}

/** A closed scenario "buy" of 10 users that holds for a minute, over the endpoints given. */
export function planOf(overrides: Partial<TestPlan> = {}, ...endpoints: string[]): TestPlan {
  const names = endpoints.length === 0 ? ["checkout"] : endpoints;
  const scenario: Scenario = {
    name: "buy",
    startAfterMs: 0,
    load: {
      model: "closed",
      profile: "smoke",
      drainMs: 30_000,
      hold: { fromMs: 0, toMs: 60_000 },
      stages: [
        { toVus: 10, durationMs: 0 },
        { toVus: 10, durationMs: 60_000 },
      ],
    },
    session: "iteration",
    auth: null,
    work: { kind: "mix", entries: names.map((endpoint) => ({ endpoint, weight: 1 })), think: null },
    rows: [],
    tags: {},
  };
  return {
    schemaVersion: 1,
    name: "checkout-peak",
    service: "shop",
    tags: {},
    target: { environment: "perf", baseUrl: "http://127.0.0.1:8080", others: {}, tlsCaFile: null },
    seed: 20_261_122,
    connections: "keep",
    data: [],
    files: [],
    secrets: [],
    auth: [],
    endpoints: names.map(endpointOf),
    isolation: null,
    setup: [],
    teardown: [],
    leftovers: null,
    scenarios: [scenario],
    ...overrides,
  };
}

export function previewOf(overrides: Partial<LoadPreview> = {}): LoadPreview {
  return {
    schemaVersion: 1,
    peakVus: 10,
    peakRatePerSecond: null,
    durationMs: 60_000,
    maxDurationMs: 90_000,
    iterations: null,
    requests: null,
    writes: null,
    hosts: ["127.0.0.1"],
    data: [],
    scenarios: [
      {
        name: "buy",
        model: "closed",
        peakVus: 10,
        peakRatePerSecond: null,
        maxVusReason: null,
        iterations: null,
        requests: null,
        writes: null,
        startMs: 0,
        endMs: 60_000,
        drainMs: 30_000,
        hold: { fromMs: 0, toMs: 60_000 },
      },
    ],
    timeline: [
      { atMs: 0, vus: 10, ratePerSecond: 0 },
      { atMs: 60_000, vus: 10, ratePerSecond: 0 },
    ],
    vuHours: 0.25,
    judged: { fromMs: 0, toMs: 60_000 },
    ...overrides,
  };
}

/** One iteration a second, so that a scenario counts as having run. */
export function iterationsOf(
  seconds: number,
  perSecond = 1,
  scenario = "buy",
): (CounterWindow & { readonly atMs: number })[] {
  return Array.from({ length: seconds }, (_, second) => ({
    atMs: second * 1000,
    scenario,
    endpoint: "",
    name: "iterations" as const,
    value: perSecond,
  }));
}
