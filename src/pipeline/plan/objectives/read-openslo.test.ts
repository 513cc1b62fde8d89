import { describe, expect, it } from "vitest";
import { PerfAgentError, type Mistake } from "../../../contract/errors.ts";
import { understandSlos } from "./understand-slos.ts";

function read(text: string): ReturnType<typeof understandSlos> {
  return understandSlos([{ text, file: "openslo.yaml" }], null);
}

function mistakesOf(text: string): readonly Mistake[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof PerfAgentError) return error.mistakes;
    throw error;
  }
  throw new Error("nothing was refused");
}

function slo(body: string, method = "Occurrences"): string {
  return `apiVersion: openslo/v1
kind: SLO
metadata: { name: checkout-latency }
spec:
  service: shop
  timeWindow: [{ duration: 1d, isRolling: true }]
  budgetingMethod: ${method}
${body.replaceAll(/^/gm, "  ")}
`;
}

const p95 = `indicator:
  metadata: { name: p95 }
  spec:
    thresholdMetric:
      metricSource: { type: Prometheus, spec: { query: 'k6_http_req_duration_p95{name="POST /checkout"}' } }
`;

function ratio(parts: string): string {
  return `indicator:\n  metadata: { name: i }\n  spec:\n    ratioMetric:\n      counter: true\n${parts.replaceAll(/^/gm, "      ")}\n`;
}

const query = (key: string, text: string): string =>
  `${key}: { metricSource: { type: Prometheus, spec: { query: '${text}' } } }`;

describe("OpenSLO", () => {
  it.each<[string, string, string]>([
    [
      "a threshold",
      slo(`${p95}objectives: [{ displayName: p95, op: lt, value: 0.3 }]`),
      'p95 of "POST /checkout" < 300ms',
    ],
    [
      "a threshold over time slices",
      slo(
        `${p95}objectives: [{ op: lte, value: 0.3, target: 0.95, timeSliceTarget: 0.9, timeSliceWindow: 1m }]`,
        "Timeslices",
      ),
      'p95 of "POST /checkout" <= 300ms in 95% of 1m',
    ],
    [
      "our own dialect",
      slo(
        "indicator:\n  spec:\n    thresholdMetric: { metricSource: { type: PerfAgent, spec: { metric: http_req_waiting, stat: p99, name: list, scenario: browse } } }\nobjectives: [{ op: lt, value: 0.25 }]",
      ),
      "p99 waiting of list in browse < 250ms",
    ],
    [
      "a histogram quantile",
      slo(
        `indicator: { spec: { thresholdMetric: { metricSource: { type: Prometheus, spec: { query: 'histogram_quantile(0.99, sum(rate(http_request_duration_seconds_bucket[5m])))' } } } } }\nobjectives: [{ op: lt, value: 1 }]`,
      ),
      "p99 of all < 1s",
    ],
    [
      "throughput",
      slo(
        `indicator: { spec: { thresholdMetric: { metricSource: { type: Prometheus, spec: { query: 'sum(rate(k6_http_reqs_total{scenario="browse"}[1m]))' } } } } }\nobjectives: [{ op: gte, value: 190 }]`,
      ),
      "throughput of all in browse >= 190/s",
    ],
    [
      "good below a limit",
      slo(
        `${ratio(`${query("good", 'http_request_duration_seconds_bucket{le="0.3",name="x"}')}\n${query("total", 'http_request_duration_seconds_count{name="x"}')}`)}objectives: [{ targetPercent: 95 }]`,
      ),
      "below(300ms) of x >= 95%",
    ],
    [
      "bad requests",
      slo(
        `${ratio(`${query("bad", 'http_requests_total{status=~"5.."}')}\n${query("total", "http_requests_total")}`)}objectives: [{ target: 0.99 }]`,
      ),
      "errors of all <= 1%",
    ],
    [
      "good requests by what they are not",
      slo(
        `${ratio(`${query("good", 'http_requests_total{code!~"5.."}')}\n${query("total", "http_requests_total")}`)}objectives: [{ target: 0.999 }]`,
      ),
      "errors of all <= 0.1%",
    ],
  ])("reads %s", (_, text, expected) => {
    const { slos, warnings } = read(text);
    expect(slos.service).toBe("shop");
    expect(slos.objectives.map((objective) => objective.text)).toEqual([expected]);
    expect(warnings).toEqual([]);
  });

  it("reads a ratio over time slices: how good a slice must be, and how many of them", () => {
    const parts = ratio(`${query("bad", 'x{code=~"5.."}')}\n${query("total", "x")}`);
    const text = slo(
      `${parts}objectives: [{ target: 0.995, timeSliceTarget: 0.95, timeSliceWindow: 1m }]`,
      "Timeslices",
    );
    expect(read(text).slos.objectives[0]?.text).toBe("errors of all <= 5% in 99.5% of 1m");
    expect(read(text).understood[0]?.note).toContain("begin at every second");
    const whole = read(slo(`${parts}objectives: [{ target: 0.99, timeSliceWindow: 1m }]`, "RatioTimeslices"));
    expect(whole.slos.objectives[0]?.text).toBe("errors of all <= 1%");
    expect(whole.warnings[0]?.text).toContain("judged over the whole run");
  });

  it.each<[string, string]>([
    [`rawType: failure\n${query("raw", 'k6_http_req_failed_rate{name="pay"}')}`, "errors of pay <= 1%"],
    [
      "rawType: failure\nraw: { metricSource: { type: PerfAgent, spec: { metric: http_req_failed, scenario: buy } } }",
      "errors of all in buy <= 1%",
    ],
    [
      "rawType: success\nraw: { metricSource: { type: PerfAgent, spec: { below: 0.3, name: pay } } }",
      "below(300ms) of pay >= 99%",
    ],
  ])("reads a raw ratio, %s", (parts, expected) => {
    const { slos, warnings } = read(slo(`${ratio(parts)}objectives: [{ target: 0.99 }]`));
    expect(slos.objectives.map(({ text }) => text)).toEqual([expected]);
    expect(warnings).toEqual([]);
  });

  it.each<[string, number]>([
    ["timeWindow: [{ duration: 28d, isRolling: true }]", 28 * 86_400_000],
    ["timeWindow: [{ duration: 1M, isRolling: false }]", 30 * 86_400_000],
    ["timeWindow: [{ duration: 10m }]", 600_000],
    ["timeWindows: [{ count: 2, unit: Week, isRolling: true }]", 14 * 86_400_000],
  ])("takes the error budget of a ratio from %s", (window, windowMs) => {
    const text = slo(
      `${ratio(`${query("bad", 'x{code=~"5.."}')}\n${query("total", "x")}`)}objectives: [{ target: 0.99 }]`,
    ).replace("timeWindow: [{ duration: 1d, isRolling: true }]", window);
    expect(read(text).slos.objectives[0]?.budget).toEqual({ windowMs, volume: null, spent: null });
    const threshold = slo(`${p95}objectives: [{ op: lt, value: 1 }]`);
    expect(read(threshold).slos.objectives[0]?.budget).toBeNull();
  });

  it("takes the unit from the series' name and the endpoint from the route", () => {
    const parts = ratio(
      `${query("good", 'span_duration_milliseconds_bucket{span_name="GET /api/data",le="2000"}')}\n${query("total", "spans_total")}`,
    );
    expect(read(slo(`${parts}objectives: [{ target: 0.99 }]`)).slos.objectives[0]?.text).toBe(
      'below(2s) of "GET /api/data" >= 99%',
    );
  });

  it("leaves out what only looks like a ratio of requests", () => {
    const parts = ratio(`${query("good", "sum:hits{http.status_code:200}")}\n${query("total", "sum:hits{*}")}`);
    const { slos, warnings } = read(slo(`${parts}objectives: [{ target: 0.98 }]`));
    expect(slos.objectives).toEqual([]);
    expect(warnings[0]?.text).toContain("left out");
  });

  it("reads v1alpha, where the ratio stands in the objective", () => {
    const { slos } = read(`apiVersion: openslo/v1alpha
kind: SLO
metadata: { name: availability }
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindows: [{ count: 28, unit: Day, isRolling: true }]
  objectives:
    - ratioMetrics:
        good: { source: prometheus, queryType: promql, query: 'http_requests_total{code=~"2.."}' }
        total: { source: prometheus, queryType: promql, query: 'http_requests_total' }
      target: 0.99
`);
    expect(slos.objectives.map(({ name, text }) => [name, text])).toEqual([["availability", "errors of all <= 1%"]]);
  });

  it("reads v2alpha, lists, streams and references, and names several objectives", () => {
    const { slos } = read(`# objects of a service
---
apiVersion: openslo.com/v2alpha
kind: SLI
metadata: { name: fast }
spec: { thresholdMetric: { dataSourceSpec: { type: PerfAgent }, spec: { metric: http_req_duration, stat: p95 } } }
---
- apiVersion: openslo.com/v2alpha
  kind: SLO
  metadata: { name: fast-shop, annotations: { perfagent.dev/endpoint: checkout, perfagent.dev/scenario: buy } }
  spec:
    serviceRef: shop
    sliRef: fast
    budgetingMethod: Occurrences
    objectives: [{ op: lt, value: 0.3 }, { displayName: far, op: lt, value: 0.9 }]
- { apiVersion: openslo.com/v2alpha, kind: Service, metadata: { name: shop } }
`);
    expect(slos.objectives.map(({ name }) => name)).toEqual(["fast-shop: 1", "fast-shop: far"]);
    expect(slos.objectives[0]).toMatchObject({ endpoint: "checkout", scenario: "buy" });
  });

  it.each<[string, string, number, string]>([
    [
      "both targets",
      slo(`${p95}objectives:\n  - { op: lt, value: 1, target: 0.9, targetPercent: 90 }`),
      14,
      "not both",
    ],
    ["a target of 1", slo(`${p95}objectives:\n  - { op: lt, value: 1, target: 1.0 }`), 14, "no target"],
    ["no op", slo(`${p95}objectives:\n  - { value: 1 }`), 14, "needs an op"],
    ["no value", slo(`${p95}objectives:\n  - { op: lt }`), 14, "needs a value"],
    [
      "slices without length",
      slo(`${p95}objectives:\n  - { op: lt, value: 1, target: 0.9 }`, "Timeslices"),
      14,
      "timeSliceWindow",
    ],
    [
      "good and bad",
      slo(
        `${ratio(`${query("good", "a")}\n${query("bad", "b")}\n${query("total", "t")}`)}objectives: [{ target: 0.9 }]`,
      ),
      12,
      "exactly one of good and bad",
    ],
    [
      "a raw ratio without its type",
      slo(`${ratio(query("raw", "k6_http_req_failed_rate"))}objectives: [{ target: 0.9 }]`),
      12,
      "needs a rawType",
    ],
    [
      "a raw ratio beside its parts",
      slo(
        `${ratio(`rawType: failure\n${query("raw", "k6_http_req_failed_rate")}\n${query("total", "t")}`)}objectives: [{ target: 0.9 }]`,
      ),
      14,
      "either raw or good",
    ],
    [
      "two windows",
      slo(`timeWindows: x\n${p95}objectives: [{ op: lt, value: 1 }]`).replace(
        "isRolling: true }]",
        "isRolling: true }, { duration: 2d }]",
      ),
      6,
      "not of several",
    ],
    [
      "no length of a window",
      slo(`${p95}objectives: [{ op: lt, value: 1 }]`).replace("duration: 1d", "duration: 90s"),
      6,
      "no length of a timeWindow",
    ],
    [
      "a weight of nothing",
      slo(`${p95}objectives:\n  - { op: lt, value: 1, compositeWeight: 0 }`),
      14,
      "no compositeWeight",
    ],
    ["an unknown SLI", slo("indicatorRef: nowhere\nobjectives: [{ op: lt, value: 1 }]"), 8, 'no SLI "nowhere"'],
    ["no indicator", slo("objectives:\n  - { op: lt, value: 1 }"), 9, "no indicator"],
    ["an unknown version", "apiVersion: openslo/v3\nkind: SLO\n", 1, "no version of OpenSLO"],
    ["an unknown kind", "apiVersion: openslo/v1\nkind: SLOO\n", 2, 'Did you mean "SLO"?'],
    ["no spec", "apiVersion: openslo/v1\nkind: SLO\n", 1, 'has a "spec"'],
    [
      "a share above 1",
      slo(
        "indicator: { spec: { thresholdMetric: { metricSource: { type: PerfAgent, spec: { metric: http_req_failed } } } } }\nobjectives:\n  - { op: lt, value: 5 }",
      ),
      10,
      "is no share",
    ],
  ])("refuses %s", (_, text, line, message) => {
    expect(mistakesOf(text)).toContainEqual(expect.objectContaining({ code: "PA_SLO_INVALID", line }));
    expect(
      mistakesOf(text)
        .map((mistake) => mistake.text)
        .join("\n"),
    ).toContain(message);
  });

  it.each<[string, string, number, string]>([
    [
      "a metric that no load test has",
      slo(
        "indicator: { spec: { thresholdMetric: { metricSource: { spec: { query: up } } } } }\nobjectives: [{ op: lt, value: 1 }]",
      ),
      0,
      "left out",
    ],
    [
      "an op on a ratio",
      slo(
        `${ratio(`${query("bad", 'x{status=~"5.."}')}\n${query("total", "x")}`)}objectives: [{ op: gt, target: 0.9 }]`,
      ),
      1,
      '"op" has no meaning',
    ],
    ["a weight", slo(`${p95}objectives: [{ op: lt, value: 1, compositeWeight: 2 }]`), 1, "compositeWeight is not used"],
    ["an unused target", slo(`${p95}objectives: [{ op: lt, value: 1, target: 0.9 }]`), 1, "target is not used"],
    [
      "a window that is no list",
      slo(`${p95}objectives: [{ op: lt, value: 1 }]`).replace(
        "[{ duration: 1d, isRolling: true }]",
        "{ duration: 1d }",
      ),
      1,
      "timeWindow",
    ],
    [
      "a query that calculates",
      slo(
        `indicator: { spec: { thresholdMetric: { metricSource: { type: Prometheus, spec: { query: 'histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[5m])) by (le)) * 1000' } } } } }\nobjectives: [{ op: lt, value: 300 }]`,
      ),
      0,
      "left out",
    ],
    [
      "a pattern of endpoints",
      slo(`${p95}objectives: [{ op: lt, value: 0.3 }]`).replace('name="POST /checkout"', 'name=~"checkout|pay"'),
      0,
      "left out",
    ],
  ])("warns of %s", (_, text, objectives, message) => {
    const { slos, warnings } = read(text);
    expect(slos.objectives).toHaveLength(objectives);
    expect(warnings.map((warning) => warning.text).join("\n")).toContain(message);
  });
});
