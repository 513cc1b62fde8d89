import { describe, expect, test } from "vitest";
import { objectiveOf, startOfRun, steady, windowsOf } from "../../../test/support/fabricated-run.ts";
import { bucketIndex, bucketLower, bucketUpper } from "../../stats/bucket-index.ts";
import { chartSchema, type ChartSpec } from "../../contract/run.ts";
import { limitRulesOf } from "../../contract/slo-set.ts";
import { chartRun } from "./chart-run.ts";
import { indexRun } from "./run-series.ts";
import { evaluateObjectives } from "./slo/evaluate-objectives.ts";
import { endpointsOf, wholeOf } from "./summarise-run.ts";

const slos = {
  schemaVersion: 1 as const,
  service: null,
  defaults: false,
  objectives: [objectiveOf({ limit: 90 })],
  scoring: null,
};
const checkout = steady({ toMs: 20_000, perSecond: 10, value: () => 100 });
const search = steady({ toMs: 10_000, perSecond: 5, scenario: "browse", endpoint: "search", value: () => 300 });
const failed = checkout.slice(0, 5).map((sample) => ({ ...sample, measure: "failed-latency" as const }));
const waiting = checkout.map((sample) => ({ ...sample, measure: "waiting" as const, value: 80 }));
const setup = steady({ toMs: 1000, perSecond: 3, scenario: "", endpoint: "seed", value: () => 5 });

function chartsOf(seconds = 20): Map<string, ChartSpec> {
  const longer = seconds > 20 ? steady({ fromMs: 20_000, toMs: seconds * 1000, perSecond: 1, value: () => 100 }) : [];
  const windows = windowsOf([...checkout, ...search, ...failed, ...waiting, ...setup, ...longer], limitRulesOf(slos), {
    vus: (second) => second + 1,
  });
  const run = indexRun(windows, startOfRun);
  const context = { run, plan: null, imported: false, judged: wholeOf(run), seed: 1, wholeMs: null, stoppedBy: null };
  const charts = chartRun({
    run,
    judged: { fromMs: 5000, toMs: 20_000 },
    warmUpMs: 0,
    endpoints: endpointsOf(run, wholeOf(run), true),
    objectives: evaluateObjectives(slos, context),
    withoutSetup: true,
  });
  for (const chart of charts) {
    chartSchema.parse(chart);
    for (const { values } of chart.series) expect(values).toHaveLength(chart.x.length);
  }
  return new Map(charts.map((chart) => [chart.id, chart]));
}

function valuesOf(chart: ChartSpec | undefined, name: string): (number | null)[] | undefined {
  return chart?.series.find((series) => series.name === name)?.values;
}

describe("charts", () => {
  const charts = chartsOf();

  test("are one set for the run and two for each endpoint, breached ones first", () => {
    expect([...charts.keys()]).toEqual([
      "latency",
      "throughput",
      "errors",
      "vus",
      "latency:buy/checkout",
      "latency:browse/search",
      "distribution:buy/checkout",
      "distribution:browse/search",
      "phases",
    ]);
  });

  test("show each second with the judged part and the limit", () => {
    const chart = charts.get("latency:buy/checkout");
    expect(chart?.x).toEqual(Array.from({ length: 20 }, (_, i) => i * 1000));
    expect(valuesOf(chart, "p95")).toEqual(Array.from({ length: 20 }, () => 100));
    expect(chart?.spans).toEqual([{ fromMs: 5000, toMs: 20_000, label: "judged" }]);
    expect(chart?.limits).toEqual([{ value: 90, label: "p95 of checkout in buy < 400ms" }]);
    expect(valuesOf(charts.get("latency:browse/search"), "p50")?.[15]).toBeNull();
  });

  test("count requests, failures and users by second, without set-up", () => {
    expect(valuesOf(charts.get("throughput"), "all")?.[0]).toBe(15);
    expect(valuesOf(charts.get("throughput"), "browse")?.[12]).toBe(0);
    expect(valuesOf(charts.get("errors"), "errors")?.slice(0, 2)).toEqual([5 / 15, 0]);
    expect(valuesOf(charts.get("vus"), "VUs")?.at(-1)).toBe(20);
  });

  test("put every request of an endpoint in the bar that holds it", () => {
    const chart = charts.get("distribution:buy/checkout");
    const at = chart?.x.findIndex((bound) => Number(bound) >= 100) ?? -1;
    expect(valuesOf(chart, "requests")?.[at]).toBe(200);
    expect(Number(chart?.x[at])).toBeLessThan(100 * 1.1);
    expect(bucketLower(bucketIndex(100))).toBeLessThan(bucketUpper(bucketIndex(100)));
  });

  test("stack the mean of each phase", () => {
    const chart = charts.get("phases");
    expect(chart?.x).toEqual(["search in browse", "checkout in buy"]);
    expect(valuesOf(chart, "waiting")).toEqual([null, 80]);
  });

  test("have at most 600 points, however long the run", () => {
    const long = chartsOf(1300).get("throughput");
    expect(long?.x).toHaveLength(434);
    expect(long?.x[1]).toBe(3000);
    expect(valuesOf(long, "buy")?.[5]).toBe(10);
    expect(valuesOf(long, "buy")?.at(-2)).toBe(1);
  });
});
