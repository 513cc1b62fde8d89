import type { Comparison } from "../../src/contract/comparison.ts";
import type { ObjectiveResult } from "../../src/contract/objective-result.ts";
import type { Analysis, ChartSpec, RunDocument } from "../../src/contract/run.ts";
import { sampleCertificate } from "./sample-certificate.ts";

/** An invented run with something of everything that reports can show. `change` edits the document before use. */
export function sampleAnalysis(change: (document: RunDocument) => void = () => {}): Analysis {
  const document: RunDocument = {
    schemaVersion: 1,
    runId: "20261122-140233-checkout-peak-7f3a",
    state: "finished",
    stoppedBy: null,
    startedAt: "2026-11-22T14:02:33.120Z",
    finishedAt: "2026-11-22T14:12:35.480Z",
    directory: "runs/20261122-140233-checkout-peak-7f3a",
    service: "shop",
    environment: "perf",
    plan: {
      name: "checkout-peak",
      sha256: "3f9c17ab5d0e4c7f8b6a19d2c3e4f5061728394a5b6c7d8e9f00112233445566",
      seed: 20261122,
    },
    tags: { team: "shop", commit: "9f31c2e" },
    engine: { name: "k6", version: "2.2.0" },
    verdict: "fail",
    exitCode: 1,
    reasons: [
      {
        code: "PA_SLO_BREACH",
        text: "p95 of checkout in buy is 449 ms, limit 400 ms (interval 438 to 461 ms; breached from 3m12s for 4m10s)",
        evidence: ["e1", "e2"],
      },
    ],
    totals: {
      requests: 131_012,
      failedRequests: 19,
      iterations: 112_250,
      droppedIterations: 0,
      bytesReceived: 1_843_200_511,
      bytesSent: 42_400_120,
      peakVus: 130,
      durationMs: 600_000,
    },
    judged: { fromMs: 90_000, toMs: 540_000 },
    scenarios: [
      { name: "browse", planned: 105_000, started: 105_000, dropped: 0, ratePerSecond: 198.4, peakVus: 80 },
      { name: "buy", planned: null, started: 7_250, dropped: 0, ratePerSecond: 12.1, peakVus: 50 },
    ],
    endpoints: [
      endpoint("browse", "list-products", 63_000, 0, 41),
      endpoint("browse", "get-product", 31_480, 0, 24),
      endpoint("browse", "search", 10_520, 0, 88),
      endpoint("buy", "add-to-cart", 14_410, 0, 61),
      endpoint("buy", "checkout", 1_602, 19, 214),
      endpoint("buy", "photo", 10_000, 0, 142),
    ],
    errors: [
      { endpoint: "checkout", scenario: "buy", kind: "status", value: "503", count: 16, firstAtMs: 242_000 },
      { endpoint: "checkout", scenario: "buy", kind: "timeout", value: "10s", count: 3, firstAtMs: 251_000 },
    ],
    objectives: [
      objective("p95 of checkout in buy < 400ms", "buy", "checkout", 449, 400, {
        status: "breached",
        interval: [438, 461],
        breach: { fromMs: 192_000, longestMs: 250_000, shareOfWindows: 0.58 },
      }),
      objective("p99 of each < 1s", "buy", "checkout", 812, 1000, { interval: [760, 905] }),
      objective("p95 of checkout < 600ms in every 30s", null, "checkout", 588, 600, {
        certain: false,
        interval: [561, 612],
      }),
      objective("p90 waiting of each < 300ms", "buy", "checkout", 271, 300, { interval: [263, 280] }),
      objective("p95 journey of buy < 12s", "buy", null, 9_840, 12_000),
      objective("errors of all < 0.1%", null, null, 0.000_145, 0.001, {
        unit: "fraction",
        interval: [0.000_09, 0.000_23],
      }),
      objective("throughput of browse > 190/s", "browse", null, 198.4, 190, { unit: "per-second" }),
      objective("p95 of photo < 350ms", null, "photo", 361, 350, {
        status: "breached",
        severity: "warn",
        certain: false,
        interval: [341, 377],
        breach: { fromMs: 410_000, longestMs: 30_000, shareOfWindows: 0.07 },
      }),
      objective("p95 of add-to-cart < 300ms in 95% of 10s", null, "add-to-cart", 171, 300),
      objective("p95 of renew < 200ms", null, "renew", null, 200, { status: "no-data", samples: 0 }),
    ],
    findings: [
      {
        kind: "regression",
        status: "regression-suspected",
        scope: "endpoint",
        text: "p95 of checkout in buy is 14.8 % slower than 12 comparable runs (interval +10.9 to +18.7 %; this run could see 6.1 %); `perf-agent confirm` would settle it",
        series: [{ scenario: "buy", endpoint: "checkout", statistic: "p95" }],
        effect: 0.148,
        advisory: false,
      },
      {
        kind: "improvement",
        status: "improved",
        scope: "endpoint",
        text: "p95 of get-product in browse is 12.7 % faster than 12 comparable runs (interval -16.6 to -8.8 %; this run could see 6.1 %)",
        series: [{ scenario: "browse", endpoint: "get-product", statistic: "p95" }],
        effect: -0.127,
        advisory: false,
      },
    ],
    baseline: {
      runs: 12,
      oldestAt: 1_794_060_153_120,
      newestAt: 1_795_269_753_120,
      excluded: [
        {
          runId: "20261120-090212-checkout-peak-11d0",
          why: ["data: products.json was changed", "engine: k6 1 there, k6 2 here"],
        },
      ],
      cut: { at: 1_794_000_000_000, why: "p95 of photo changed at 4be1f20 and was accepted by ana" },
      anchor: { label: "release 4.2", runId: "20261101-080000-checkout-peak-90aa", startedAt: 1_793_520_000_000 },
      drift: [
        { scenario: "buy", endpoint: "checkout", statistic: "p95", effect: 0.171 },
        { scenario: "browse", endpoint: "search", statistic: "p95", effect: -0.012 },
      ],
      calibrated: true,
      confirms: null,
    },
    budgets: [
      {
        objective: "errors of all < 0.1%",
        allowed: 0.001,
        observed: 0.000_145,
        burnRate: 0.145,
        windowMs: 28 * 86_400_000,
        atVolume: { bad: 725, allowed: 5000 },
        exhaustedAfterMs: 115 * 86_400_000,
        remaining: 0.6,
        windows: [
          { longMs: 3_600_000, shortMs: 300_000, longRate: 0.2, shortRate: 0.5, alertAt: 13.44, alerting: false },
        ],
      },
    ],
    score: null,
    capacity: null,
    comparisons: [
      comparison("buy", "checkout", "p95", "regression-suspected", 391, 449),
      comparison("buy", "photo", "p95", "no-regression", 355, 361),
      comparison("buy", "add-to-cart", "p95", "no-regression", 175, 176),
      comparison("browse", "list-products", "p95", "no-regression", 117.3, 118),
      comparison("browse", "get-product", "p95", "improved", 79, 69),
      comparison("browse", "search", "p95", "inconclusive", 248, 255),
    ],
    quality: {
      delivered: true,
      flags: [
        {
          code: "PA_GENERATOR_BUSY",
          severity: "warn",
          text: "the generator used 83 % of its cores at 4m40s; above 80 % its own queues show in the latencies",
        },
        {
          code: "PA_WARM_UP",
          severity: "info",
          text: "the first 18 s of the hold were left out: latency was still falling",
        },
      ],
    },
    guard: { decision: "allow", hits: 0 },
    cost: { estimated: 0.46, actual: 0.44, currency: "EUR" },
    files: { html: "report.html", markdown: "report.md", junit: null, evidence: "evidence.json" },
  };
  change(document);
  return {
    document,
    evidence: [
      {
        id: "e1",
        kind: "objective",
        text: "95th percentile of checkout in buy over the judged part: 449 ms, 1,420 samples, 144 of them above 400 ms",
        values: { observedMs: 449, limitMs: 400, samples: 1420, above: 144 },
      },
      {
        id: "e2",
        kind: "breach",
        text: "58 % of 10 s windows were above the limit, the longest streak from 3m12s",
        values: { share: 0.58 },
      },
      {
        id: "e3",
        kind: "phase",
        text: "waiting grew by 45 ms of the 58 ms that p95 grew",
        values: { waitingMs: 45, totalMs: 58 },
      },
    ],
    charts: sampleCharts(600),
    counterfactuals: ["p95 of checkout in buy passes at <= 400 ms: 73 of 1,420 requests too many are slower"],
    explanations: ["78 % of the extra time is waiting for the server, on the 2 endpoints that use orders-db"],
    warnings: [],
    certificate: sampleCertificate(),
    asBaseline: {
      runId: document.runId,
      startedAt: 1_795_356_153_120,
      verdict: document.verdict,
      fingerprint: "0".repeat(64),
      traits: {},
      environment: document.environment,
      plan: document.plan.name,
      tags: document.tags,
      judgedMs: null,
      scenarios: [],
      objectives: [],
      control: null,
      endpoints: [],
    },
  };
}

function endpoint(
  scenario: string,
  name: string,
  requests: number,
  failedRequests: number,
  p50: number,
): RunDocument["endpoints"][number] {
  const latencyMs = {
    min: p50 * 0.31,
    mean: p50 * 1.18,
    p50,
    p90: p50 * 1.76,
    p95: p50 * 2.1,
    p99: p50 * 3.8,
    max: p50 * 9.37,
  };
  return { name, scenario, requests, failedRequests, latencyMs, successLatencyMs: null };
}

function objective(
  text: string,
  scenario: string | null,
  endpointName: string | null,
  observed: number | null,
  limit: number,
  more: Partial<ObjectiveResult> = {},
): ObjectiveResult {
  return {
    name: text,
    text,
    endpoint: endpointName,
    scenario,
    severity: "fail",
    status: "met",
    certain: true,
    observed,
    limit,
    unit: "ms",
    interval: null,
    samples: 1420,
    exact: true,
    breach: null,
    endedOverMs: null,
    stop: false,
    ...more,
  };
}

function comparison(
  scenario: string,
  endpointName: string,
  statistic: string,
  status: Comparison["status"],
  before: number,
  after: number,
): Comparison {
  const effect = after / before - 1;
  return {
    endpoint: endpointName,
    scenario,
    statistic,
    status,
    before,
    after,
    unit: "ms",
    effect,
    interval: [effect - 0.039, effect + 0.039],
    p: 0.0004,
    mde: 0.061,
    baselineRuns: 12,
    pAdjusted: 0.002,
    primary: statistic === "p95",
    needs: null,
    notes: [],
    accepted: null,
  };
}

/** Charts of an invented run of `seconds` one-second points, deterministic. */
export function sampleCharts(seconds: number): ChartSpec[] {
  const x = Array.from({ length: seconds }, (_, index) => index * 1000);
  const noise = noiseSource();
  const level = (index: number): number =>
    Math.min(1, index / 60) * (index > seconds - 30 ? (seconds - index) / 30 : 1);
  const latency = (base: number, spread: number): number[] =>
    x.map((_, index) => base * (0.75 + 0.25 * level(index)) * slow(index) * (1 + spread * (noise() - 0.5)));
  const judged = [{ fromMs: 90_000, toMs: 540_000, label: "judged" }];
  const bounds = Array.from({ length: 34 }, (_, index) => 4 * Math.exp(index * 0.17));
  const bell = (middle: number, width: number): number[] => {
    const heights = bounds.map((bound) => Math.exp(-((Math.log(bound / middle) / width) ** 2)));
    const total = heights.reduce((sum, height) => sum + height, 0);
    return heights.map((height) => height / total);
  };
  return [
    {
      id: "latency-all",
      title: "Latency of all requests",
      kind: "lines",
      xUnit: "ms-from-start",
      yUnit: "ms",
      x,
      series: [
        { name: "p50", values: latency(48, 0.2) },
        { name: "p95", values: latency(190, 0.3) },
        { name: "p99", values: latency(330, 0.6) },
      ],
      spans: judged,
      limits: [],
      marks: [],
    },
    {
      id: "latency-buy-checkout",
      title: "Latency of checkout in buy",
      kind: "lines",
      xUnit: "ms-from-start",
      yUnit: "ms",
      x,
      series: [
        { name: "p50", values: latency(170, 0.25).map((value, index) => (index < 25 ? null : value)) },
        { name: "p95", values: latency(350, 0.3).map((value, index) => (index < 25 ? null : value)) },
        { name: "p99", values: latency(540, 0.7).map((value, index) => (index < 25 ? null : value)) },
      ],
      spans: judged,
      limits: [{ value: 400, label: "p95 < 400ms" }],
      marks: [],
    },
    {
      id: "throughput",
      title: "Requests per second",
      kind: "lines",
      xUnit: "ms-from-start",
      yUnit: "per-second",
      x,
      series: [
        { name: "browse", values: x.map((_, index) => 200 * level(index) * (1 + 0.04 * (noise() - 0.5))) },
        { name: "buy", values: x.map((_, index) => 43 * level(index) * (1 + 0.3 * (noise() - 0.5))) },
      ],
      spans: judged,
      limits: [],
      marks: [],
    },
    {
      id: "errors",
      title: "Failed requests",
      kind: "lines",
      xUnit: "ms-from-start",
      yUnit: "fraction",
      x,
      series: [
        { name: "all", values: x.map((_, index) => (index > 241 && index < 262 && index % 3 === 0 ? 0.004 : 0)) },
      ],
      spans: judged,
      limits: [{ value: 0.001, label: "errors < 0.1%" }],
      marks: [],
    },
    {
      id: "vus",
      title: "Virtual users",
      kind: "lines",
      xUnit: "ms-from-start",
      yUnit: "vus",
      x,
      series: [{ name: "active", values: x.map((_, index) => Math.round(130 * level(index))) }],
      spans: judged,
      limits: [],
      marks: [],
    },
    {
      id: "phases",
      title: "Where the time goes",
      kind: "stacked-bars",
      xUnit: "name",
      yUnit: "ms",
      x: [
        "browse list-products",
        "browse get-product",
        "browse search",
        "buy add-to-cart",
        "buy checkout",
        "buy photo",
      ],
      series: [
        { name: "blocked", values: [0.2, 0.2, 0.2, 0.3, 0.3, 0.4] },
        { name: "sending", values: [0.3, 0.3, 0.4, 0.5, 0.6, 31] },
        { name: "waiting", values: [39, 22, 91, 64, 238, 118] },
        { name: "receiving", values: [8.7, 5.8, 12, 6, 13, 18] },
      ],
      spans: [],
      limits: [],
      marks: [],
    },
    {
      id: "distribution-browse",
      title: "Latency distribution in browse",
      kind: "distribution",
      xUnit: "ms",
      yUnit: "fraction",
      x: bounds,
      series: [
        { name: "list-products", values: bell(41, 0.6) },
        { name: "get-product", values: bell(24, 0.5) },
        { name: "search", values: bell(88, 0.8) },
      ],
      spans: [],
      limits: [],
      marks: [],
    },
    {
      id: "distribution-buy",
      title: "Latency distribution of checkout",
      kind: "distribution",
      xUnit: "ms",
      yUnit: "fraction",
      x: bounds,
      series: [{ name: "checkout", values: bell(214, 0.7) }],
      spans: [],
      limits: [{ value: 400, label: "p95 < 400ms" }],
      marks: [],
    },
  ];
}

const slow = (index: number): number => (index > 192 && index < 442 ? 1.35 : 1);

/** Numbers in [0, 1) that look random and are the same every time (Lehmer). */
function noiseSource(): () => number {
  let state = 20_261_122;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
