import { describe, expect, it } from "vitest";
import { objectiveOf } from "../../../../test/support/fabricated-run.ts";
import { runAt } from "../../../../test/support/compared-runs.ts";
import type { BaselineRun } from "../../../contract/baseline.ts";
import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import { widenByHistory } from "./widen-by-history.ts";

const name = "p95 of checkout in buy < 400ms";
const earlier = (...values: number[]): BaselineRun[] =>
  values.map((observed, i) => ({ ...runAt(i, 100), objectives: [{ name, observed }] }));
const resultOf = (more: Partial<ObjectiveResult> = {}): ObjectiveResult => ({
  ...objectiveOf(),
  name,
  status: "met",
  certain: true,
  observed: 390,
  interval: [388, 392],
  samples: 7500,
  exact: true,
  breach: null,
  endedOverMs: null,
  ...more,
});

describe("widenByHistory", () => {
  it("makes an interval as wide as the same objective differs from run to run", () => {
    const [result] = widenByHistory([resultOf()], earlier(380, 390, 400, 385, 395, 410), 30_000);
    expect(result?.interval?.[0]).toBeLessThan(370);
    expect(result?.interval?.[1]).toBeGreaterThan(400);
    expect(result).toMatchObject({ status: "met", certain: false });
  });

  it("reads every earlier run once, however many objectives there are", () => {
    let reads = 0;
    const counted = earlier(380, 390, 400, 385, 395).map((run) => {
      const { objectives, ...rest } = run;
      return Object.defineProperty(rest, "objectives", {
        get: () => {
          reads++;
          return objectives;
        },
      }) as BaselineRun;
    });
    widenByHistory([resultOf(), resultOf(), resultOf()], counted, 30_000);
    expect(reads).toBe(5);
  });

  it("never makes it narrower", () => {
    const wide = resultOf({ interval: [300, 500], certain: false });
    expect(widenByHistory([wide], earlier(390, 390, 390, 390, 390), 30_000)).toEqual([wide]);
  });

  it.each<[string, BaselineRun[], number, Partial<ObjectiveResult>]>([
    ["fewer than five earlier runs", earlier(300, 400, 500, 600), 30_000, {}],
    ["a long run, which shows the spread itself", earlier(300, 400, 500, 600, 700), 600_000, {}],
    ["runs that judged something else", earlier(300, 400, 500, 600, 700), 30_000, { name: "other" }],
    ["an objective without an interval", earlier(300, 400, 500, 600, 700), 30_000, { interval: null }],
    ["no data", earlier(300, 400, 500, 600, 700), 30_000, { observed: null }],
  ])("leaves it with %s", (_, runs, judgedMs, more) => {
    const result = resultOf(more);
    expect(widenByHistory([result], runs, judgedMs)).toEqual([result]);
  });
});
