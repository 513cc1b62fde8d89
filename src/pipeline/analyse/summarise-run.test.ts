import { describe, expect, test } from "vitest";
import {
  collectionOf,
  iterationsOf,
  previewOf,
  recordOf,
  startOfRun,
  steady,
  windowsOf,
} from "../../../test/support/fabricated-run.ts";
import type { ErrorWindow } from "../../contract/window.ts";
import { indexRun } from "./run-series.ts";
import { endpointsOf, errorsOf, scenariosOf, totalsOf, wholeOf } from "./summarise-run.ts";

const checkout = steady({ toMs: 10_000, perSecond: 10, value: (i) => (i < 50 ? 100 : 200) });
const failed = checkout.slice(0, 3).map((sample) => ({ ...sample, measure: "failed-latency" as const }));
const setup = steady({ toMs: 1000, perSecond: 3, scenario: "", endpoint: "seed", value: () => 5 });
const error = (atMs: number, value: string, count: number): ErrorWindow => ({
  scenario: "buy",
  endpoint: "checkout",
  kind: "status",
  value,
  count,
  firstAt: startOfRun + atMs,
});
const samples = [...checkout, ...failed, ...setup];
const dropped = { atMs: 3000, scenario: "buy", endpoint: "", name: "dropped" as const, value: 2 };
const windows = windowsOf(samples, [], {
  counters: [...iterationsOf(10, 3), dropped],
  errors: [error(5200, "503", 2), error(1100, "503", 1), error(4000, "500", 7)],
  vus: (second) => 10 - second,
});
const run = indexRun(windows, startOfRun);

describe("the whole run", () => {
  test("totals count everything, set-up too", () => {
    expect(totalsOf(run, recordOf({ finishedAt: startOfRun + 10_500 }), collectionOf(samples))).toEqual({
      requests: 103,
      failedRequests: 3,
      iterations: 30,
      droppedIterations: 2,
      bytesReceived: 0,
      bytesSent: 0,
      peakVus: 10,
      durationMs: 10_500,
    });
  });

  test("an imported run is as long as its samples", () => {
    const record = recordOf({ imported: true, finishedAt: null });
    expect(totalsOf(run, record, collectionOf(samples)).durationMs).toBe(9950);
  });

  test("endpoints have latency and failures; set-up is left out of our own runs only", () => {
    const [endpoint, ...others] = endpointsOf(run, wholeOf(run), true);
    expect(endpoint).toMatchObject({ name: "checkout", scenario: "buy", requests: 100, failedRequests: 3 });
    expect(endpoint?.latencyMs).toMatchObject({ min: 100, mean: 150, max: 200, p95: 200 });
    // The three that failed took 100 ms.
    expect(endpoint?.successLatencyMs?.mean).toBeCloseTo((100 * 150 - 300) / 97, 9);
    expect(others).toEqual([]);
    expect(endpointsOf(run, wholeOf(run), false).map(({ name }) => name)).toEqual(["seed", "checkout"]);
  });

  test("scenarios tell planned, started, dropped and the rate of the judged part", () => {
    const preview = previewOf();
    const exact = preview.scenarios.map((scenario) => ({ ...scenario, iterations: { count: 32, exact: true } }));
    expect(scenariosOf(run, recordOf(), previewOf({ scenarios: exact }), { from: 2, to: 8 })).toEqual([
      { name: "buy", planned: 32, started: 30, dropped: 2, ratePerSecond: 3, peakVus: 10 },
    ]);
    expect(scenariosOf(run, recordOf(), preview, null)[0]).toMatchObject({ planned: null, ratePerSecond: 3 });
  });

  test("errors of a kind are one line with their first time, most frequent first", () => {
    expect(errorsOf(run).map(({ value, count, firstAtMs }) => [value, count, firstAtMs])).toEqual([
      ["500", 7, 4000],
      ["503", 3, 1100],
    ]);
  });
});

test("time stamps of several days are no run", () => {
  const [first] = windows;
  if (first === undefined) throw new Error("there are windows");
  expect(() => indexRun([first, { ...first, at: first.at + 4 * 86_400_000 }], startOfRun)).toThrow("PA_IMPORT_ROW");
});
