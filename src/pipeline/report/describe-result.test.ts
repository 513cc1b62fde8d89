import { expect, test } from "vitest";
import type { Comparison } from "../../contract/comparison.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import { describeComparison, describeError, describeObjective, excessOf, subjectOf } from "./describe-result.ts";

const objective = (change: Partial<ObjectiveResult>): ObjectiveResult => ({
  name: change.text ?? "p95 of checkout in buy < 400ms",
  text: "p95 of checkout in buy < 400ms",
  endpoint: "checkout",
  scenario: "buy",
  severity: "fail",
  status: "breached",
  certain: true,
  observed: 449,
  limit: 400,
  unit: "ms",
  interval: null,
  samples: 1420,
  exact: true,
  breach: null,
  endedOverMs: null,
  stop: false,
  ...change,
});
const comparison = (change: Partial<Comparison>): Comparison => ({
  endpoint: "checkout",
  scenario: "buy",
  statistic: "p95",
  status: "regression-suspected",
  before: 391,
  after: 449,
  unit: "ms",
  effect: 0.148,
  interval: [0.109, 0.187],
  p: 0.0004,
  mde: 0.061,
  pAdjusted: null,
  primary: true,
  needs: null,
  notes: [],
  accepted: null,
  baselineRuns: 12,
  ...change,
});

test.each<[Partial<ObjectiveResult>, string]>([
  [{}, "p95 of checkout in buy is 449 ms, limit 400 ms"],
  [
    { interval: [438, 461], breach: { fromMs: 192_000, longestMs: 250_000, shareOfWindows: 0.5 } },
    "p95 of checkout in buy is 449 ms, limit 400 ms (interval 438 to 461 ms; breached from 3m12s for 4m10s)",
  ],
  [
    { status: "met", certain: false, observed: 396, interval: [380, 410] },
    "p95 of checkout in buy is 396 ms, limit 400 ms (interval 380 to 410 ms holds the limit, so not certain)",
  ],
  [{ observed: 400.04 }, "p95 of checkout in buy is 400.04 ms, limit 400 ms"],
  [
    { text: "p99 of each < 1s", limit: 1000, observed: 1200 },
    "p99 of each (worst: checkout in buy) is 1.2 s, limit 1 s",
  ],
  [
    { text: "p95 of checkout < 600ms in every 30s", limit: 600, observed: 700 },
    "p95 of checkout in its worst 30s is 700 ms, limit 600 ms",
  ],
  [
    { text: "p95 of cart < 300ms in 95% of 10s", limit: 300, observed: 310 },
    "p95 of cart in 95% of 10s is 310 ms, limit 300 ms",
  ],
  [{ text: 'p95 of "a < b" < 1s', limit: 1000, observed: 1100 }, 'p95 of "a < b" is 1.1 s, limit 1 s'],
  [
    { text: "throughput of browse > 190/s", observed: 150, limit: 190, unit: "per-second" },
    "throughput of browse is 150/s, wanted more than 190/s",
  ],
  [
    { name: "fuse", text: "errors of all < 20%", observed: 0.31, limit: 0.2, unit: "fraction" },
    "fuse: errors of all is 31.0 %, limit 20.0 %",
  ],
  [{ status: "no-data", observed: null }, "p95 of checkout in buy has no data: no such request was made"],
  [
    { status: "skipped", observed: null },
    "p95 of checkout in buy was not judged: the plan does not have what it names",
  ],
  [{ exact: false }, "p95 of checkout in buy is 449 ms, limit 400 ms (from the histogram)"],
])("objective %#", (change, text) => expect(describeObjective(objective(change))).toBe(text));

test("a text that cannot be taken apart is shown whole", () => {
  expect(subjectOf(objective({ text: "imported threshold" }))).toBe("imported threshold");
});

test.each<[Partial<ObjectiveResult>, number]>([
  [{ observed: 800, limit: 400 }, 2],
  [{ text: "throughput of a > 100/s", observed: 50, limit: 100 }, 2],
  [{ observed: 0, limit: 0 }, 1],
  [{ observed: 1, limit: 0 }, Number.MAX_VALUE],
  [{ observed: null }, 0],
])("excess %#", (change, factor) => expect(excessOf(objective(change))).toBe(factor));

test.each<[Partial<Comparison>, string]>([
  [
    {},
    "p95 of checkout in buy is 14.8 % slower than 12 comparable runs (interval +10.9 to +18.7 %; this run could see 6.1 %); another run would settle it",
  ],
  [
    { status: "provisional", baselineRuns: 1, interval: null, mde: null },
    "p95 of checkout in buy is 14.8 % slower than 1 comparable run (391 ms before, 449 ms now; provisional: too few runs to judge)",
  ],
  [
    { status: "improved", effect: -0.2, interval: null, mde: null },
    "p95 of checkout in buy is 20.0 % faster than 12 comparable runs (391 ms before, 449 ms now)",
  ],
  [{ status: "no-baseline", effect: null }, "p95 of checkout in buy has no comparable run to stand beside"],
  [
    { status: "no-regression", effect: 0.0001, interval: null, mde: 0.05, scenario: "" },
    "p95 of checkout is the same as in 12 comparable runs (this run could see 5.0 %)",
  ],
])("comparison %#", (change, text) => expect(describeComparison(comparison(change))).toBe(text));

test.each([
  [{ kind: "status", value: "503" }, "19 x 503 on checkout in buy, first at 4m02s"],
  [{ kind: "timeout", value: "" }, "19 x timeout on checkout in buy, first at 4m02s"],
  [
    { kind: "expectation", value: "$.total > 0" },
    "19 x failed expectation: $.total > 0 on checkout in buy, first at 4m02s",
  ],
] as const)("error %#", (change, text) => {
  expect(describeError({ endpoint: "checkout", scenario: "buy", count: 19, firstAtMs: 242_000, ...change })).toBe(text);
});
