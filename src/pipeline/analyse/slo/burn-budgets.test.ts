import { describe, expect, it } from "vitest";
import { objectiveOf } from "../../../../test/support/fabricated-run.ts";
import type { ErrorBudget } from "../../../contract/error-budget.ts";
import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import type { Objective } from "../../../contract/slo-set.ts";
import { burnBudgets } from "./burn-budgets.ts";
import { ratioFigures } from "./ratio-figures.ts";

const day = 86_400_000;
const budget: ErrorBudget = { windowMs: 30 * day, volume: 10_000_000, spent: 0.4 };
const errors = objectiveOf({
  name: "errors",
  statistic: { kind: "error-rate" },
  comparator: "<=",
  limit: 0.001,
  unit: "fraction",
  budget,
});
const resultOf = (objective: Objective, status: ObjectiveResult["status"] = "met"): ObjectiveResult => ({
  ...objective,
  status,
  certain: true,
  observed: 0,
  interval: null,
  samples: 1,
  exact: true,
  breach: null,
  endedOverMs: null,
});

/** 100 requests a second; `bad` of them by second. */
function burned(
  objective: Objective,
  seconds: number,
  bad: (second: number) => number,
  status?: ObjectiveResult["status"],
) {
  const samples = new Float64Array(seconds).fill(100);
  const numerator = Float64Array.from(samples, (all, second) =>
    objective.comparator === "<=" ? bad(second) : all - bad(second),
  );
  const figures = ratioFigures(objective, {
    exact: true,
    wholeSeconds: null,
    numerator,
    denominator: samples,
    samples,
  });
  return burnBudgets([{ objective, result: resultOf(objective, status), figures }]);
}

describe("burnBudgets", () => {
  it("tells what the run burns at the volume of production, and when nothing is left", () => {
    // 0.5 % bad of 0.1 % allowed: five times too fast.
    const [result] = burned(errors, 600, (second) => second % 2);
    expect(result?.observed).toBeCloseTo(0.005, 12);
    expect(result?.burnRate).toBeCloseTo(5, 9);
    expect(result?.atVolume?.bad).toBeCloseTo(50_000, 6);
    expect(result?.atVolume?.allowed).toBeCloseTo(10_000, 6);
    expect(result?.remaining).toBeCloseTo(0.6, 12);
    // 60 % of 30 days at five times the pace.
    expect(result?.exhaustedAfterMs).toBeCloseTo(3.6 * day, 0);
  });

  it("reads an objective on good requests as one on bad ones", () => {
    const good = { ...errors, comparator: ">=" as const, limit: 0.99 };
    const [result] = burned(good, 60, () => 2);
    expect(result?.allowed).toBeCloseTo(0.01, 12);
    expect(result?.burnRate).toBeCloseTo(2, 9);
  });

  it("knows neither volume nor history unless they are given", () => {
    const [result] = burned({ ...errors, budget: { ...budget, volume: null, spent: null } }, 60, () => 0);
    expect(result).toMatchObject({ burnRate: 0, atVolume: null, remaining: null, exhaustedAfterMs: null });
  });

  it("alerts at the rates of the SRE workbook for 30 days", () => {
    const [result] = burned(errors, 60, () => 0);
    expect(result?.windows.map(({ alertAt }) => Number(alertAt.toFixed(6)))).toEqual([14.4, 6, 1]);
  });

  it("alerts when both windows burn at the same moment, and not when the trouble is over in one of them", () => {
    // 2 % bad is 20 times the allowed pace, above the 14.4 of the hour.
    const lasting = burned(errors, 1800, () => 2)[0]?.windows[0];
    expect(lasting).toMatchObject({ alerting: true });
    expect(lasting?.longRate).toBeCloseTo(20, 9);
    // Five minutes of it in half an hour: the hour's window has seen 300 · 20 / 1500 at the end of the trouble.
    const short = burned(errors, 1800, (second) => (second >= 1200 && second < 1500 ? 2 : 0))[0]?.windows[0];
    expect(short?.longRate).toBeCloseTo(4, 9);
    expect(short).toMatchObject({ alerting: false });
  });

  it("looks back no further than a window is long", () => {
    // A quiet hour and a bad one: the hour's window has only the bad one.
    const [hour, day6] = burned(errors, 7200, (second) => (second >= 3600 ? 2 : 0))[0]?.windows ?? [];
    expect(hour?.longRate).toBeCloseTo(20, 9);
    expect(day6?.longRate).toBeCloseTo(10, 9);
  });

  it.each<[string, Objective, ObjectiveResult["status"]]>([
    ["an objective without a budget", { ...errors, budget: null }, "met"],
    ["an objective without data", errors, "no-data"],
    ["an objective of an endpoint that the plan does not have", errors, "skipped"],
    ["a limit that allows nothing", { ...errors, limit: 0 }, "breached"],
    ["a latency", { ...errors, unit: "ms", limit: 400 }, "met"],
  ])("has nothing to say of %s", (_, objective, status) => {
    expect(burned(objective, 60, () => 1, status)).toEqual([]);
  });
});
