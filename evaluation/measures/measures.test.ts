import { describe, expect, test } from "vitest";
import { scored } from "../test-support/scored.ts";
import type { ScoredCase } from "../scored-case.ts";
import { measureChanges } from "./measure-changes.ts";
import { measureExactness, measurePairs } from "./measure-objectives.ts";
import { measureAlarms, measureHonesty, productAnswers } from "./measure-regressions.ts";
import { measureRuns, runCases } from "./measure-runs.ts";
import { measureTimes } from "./measure-times.ts";

const counts = (measures: readonly { name: string; hits: number; of: number }[]): Record<string, string> =>
  Object.fromEntries(measures.map(({ name, hits, of }) => [name, `${hits}/${of}`]));
const same = { truth: "unchanged", size: 0 } as const;
const confirmedBy = (confirmation: string | null) => ({ confirmation });

const alarms = (cases: readonly ScoredCase[]) => counts(measureAlarms("set", "group", cases, productAnswers));
const honesty = (cases: readonly ScoredCase[]) => counts(measureHonesty("set", "group", cases));
const run = (id: string, accused: boolean, confirmed: boolean) => ({
  id,
  cluster: id,
  accused,
  confirmed,
  milliseconds: 1,
});
const pair = (id: string, truth: string, verdict: string, certain: boolean, recomputed = verdict) => ({
  scored: scored(id, { truth, verdict, certain }),
  recomputed,
});

describe("measures of comparisons", () => {
  test("recall is sorted by the size of the change, and what did not change makes false alarms", () => {
    const cases = [
      scored("a", { size: 0.05 }),
      // Arithmetic leaves crumbs.
      scored("b", { size: 0.3 - 0.2 }),
      scored("c", { size: 0.1, verdict: "inconclusive" }),
      scored("d", { size: 0.25, verdict: "regression-confirmed" }),
      scored("e", { size: 0.8, verdict: "improved" }),
      scored("f", same),
      scored("g", { ...same, verdict: "no-regression" }),
      scored("h", { truth: "ambiguous" }),
    ];
    expect(alarms(cases)).toEqual({
      "false-alarms": "1/2",
      "recall-5": "1/1",
      "recall-10": "1/2",
      "recall-20": "1/1",
      "recall-30": "0/1",
      "recall-from-10": "2/4",
      "recall-from-20": "1/2",
    });
  });

  test("a measured ±2 % is no comparison of the same with the same", () => {
    const cases = [scored("a", same), scored("b", { truth: "unchanged", size: 0.012 })];
    expect(alarms(cases)).toEqual({ "false-alarms": "1/1", "accused-within-2": "1/1" });
  });

  test("blame of the machine and praise are counted, so that neither hides an answer", () => {
    const cases = [
      scored("a", { ...same, verdict: "environment-shift" }),
      scored("b", { ...same, verdict: "improved" }),
    ];
    expect(honesty(cases)).toMatchObject({ "environment-shift": "1/2", "false-improvements": "1/2" });
  });

  test("two of two needs both, and a case without another run does not count", () => {
    const rerun = { hasRerun: true };
    const cases = [
      scored("a", confirmedBy("regression-suspected"), rerun),
      scored("b", confirmedBy("inconclusive"), rerun),
      scored("c", { verdict: "inconclusive" }, rerun),
      scored("d", {}),
      scored("e", { ...same, ...confirmedBy("no-regression") }, rerun),
    ];
    expect(alarms(cases)).toMatchObject({
      "recall-from-10-confirmed": "1/3",
      "false-alarms": "1/1",
      "false-alarms-confirmed": "0/1",
    });
  });

  test("no conclusion is a miss where the oracle sees the change, whatever the product says of itself", () => {
    const cases = [
      scored("a", { verdict: "inconclusive", mde: 0.5 }, { oracleMde: 0.1 }),
      scored("b", { verdict: "inconclusive", mde: 0.01 }, { oracleMde: 0.11 }),
      scored("c", { verdict: "inconclusive", mde: 0.01 }, { oracleMde: 0.2 }),
      scored("d", { verdict: "no-regression" }, { oracleMde: 0.5 }),
      scored("e", {}),
    ];
    expect(honesty(cases)).toMatchObject({ "recall-visible-from-10": "1/3", inconclusive: "3/5" });
  });

  test("the product's own smallest visible change is held against it", () => {
    const cases = [
      scored("a", { mde: 0.1, verdict: "inconclusive" }),
      scored("b", { mde: 0.11, verdict: "inconclusive" }),
      scored("c", { mde: 0.02 }),
      scored("d", { ...same, mde: 0.1 }),
      scored("e", { ...same, mde: null }),
    ];
    expect(honesty(cases)).toMatchObject({ "recall-where-mde": "1/2", "mde-10": "1/2" });
  });

  test("a regression called none is wrong; at the threshold it is told apart", () => {
    const called = { verdict: "no-regression" };
    const cases = [scored("a", { ...called, size: 0.06 }), scored("b", called), scored("c", { ...same, ...called })];
    expect(honesty(cases)).toMatchObject({ "wrong-no-regression-5": "1/1", "wrong-no-regression": "1/1" });
  });
});

describe("other measures", () => {
  test("runs by one and by two of two", () => {
    const runs = [run("a", true, true), run("b", true, false), run("c", false, false)];
    expect(counts(measureRuns("set", "group", runs))).toEqual({
      "accused-runs": "2/3",
      "accused-runs-confirmed": "1/3",
    });
    const cases = runCases("set", "group", runs);
    expect(cases.map(({ id, truth, verdict, confirmation }) => [id, truth, verdict, confirmation])).toEqual([
      ["a", "unchanged", "changed", "changed"],
      ["b", "unchanged", "changed", "unchanged"],
      ["c", "unchanged", "unchanged", null],
    ]);
  });

  test("change points: what is known and found, what is named and known", () => {
    const cases = [
      scored("a", { verdict: "changed" }),
      scored("b", { verdict: "unchanged" }),
      scored("c", { ...same, verdict: "changed" }),
      scored("d", { ...same, verdict: "changed" }),
    ];
    expect(counts(measureChanges("set", "group", cases))).toEqual({
      "change-recall": "1/2",
      "change-precision": "1/3",
    });
  });

  test("objectives: arithmetic, truth, certainty", () => {
    const pairs = [
      pair("a", "met", "met", true),
      pair("b", "met", "breached", true),
      pair("c", "breached", "met", false),
      pair("d", "met", "met", false, "breached"),
    ];
    expect(counts(measurePairs("set", "group", pairs))).toEqual({
      "slo-exact": "3/4",
      "slo-right": "2/4",
      "slo-certain": "2/4",
      "slo-right-where-certain": "1/2",
    });
    const cases = pairs.map((each) => each.scored);
    expect(counts(measureExactness("set", "group", cases))).toEqual({ "slo-exact": "2/4" });
  });

  test("times are a median between the fastest and the slowest", () => {
    const cases = [3, 1, 10].map((milliseconds, i) => scored(`${i}`, { milliseconds }));
    expect(measureTimes("set", "group", cases)).toMatchObject([{ value: 3, low: 1, high: 10, of: 3 }]);
    expect(measureTimes("set", "group", [])).toEqual([]);
  });
});
