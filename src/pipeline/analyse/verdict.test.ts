import { describe, expect, test } from "vitest";
import type { Comparison } from "../../contract/comparison.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { QualityFlag } from "../../contract/run.ts";
import type { VerdictName } from "../../contract/verdict-name.ts";
import { decideVerdict, exitCodeOf, type VerdictFacts } from "./verdict.ts";

const flag = (severity: QualityFlag["severity"]): Partial<VerdictFacts> => ({
  flags: [{ code: "PA_X", severity, text: "x" }],
});
const objective = (
  status: ObjectiveResult["status"],
  severity: ObjectiveResult["severity"] = "fail",
): Partial<VerdictFacts> => ({
  objectives: [
    {
      name: "o",
      text: "o",
      endpoint: null,
      scenario: null,
      severity,
      status,
      certain: false,
      observed: 1,
      limit: 1,
      unit: "ms",
      interval: null,
      samples: 1,
      exact: true,
      breach: null,
      stop: false,
    },
  ],
});
const comparison = (status: Comparison["status"]): Partial<VerdictFacts> => ({
  comparisons: [
    {
      endpoint: "e",
      scenario: "s",
      statistic: "p95",
      status,
      before: 1,
      after: 1,
      unit: "ms",
      effect: 0,
      interval: null,
      p: null,
      mde: null,
      baselineRuns: 7,
    },
  ],
});

function verdictOf(...parts: Partial<VerdictFacts>[]): VerdictName {
  return decideVerdict({
    flags: parts.flatMap(({ flags }) => flags ?? []),
    objectives: parts.flatMap(({ objectives }) => objectives ?? []),
    comparisons: parts.flatMap(({ comparisons }) => comparisons ?? []),
    defaults: parts.some(({ defaults }) => defaults === true),
    demandComparison: parts.some(({ demandComparison }) => demandComparison === true),
  });
}

/** One way into each row of the table, in its order. */
const rows: [VerdictName, Partial<VerdictFacts>][] = [
  ["invalid", flag("invalid-generator")],
  ["fail", objective("breached")],
  ["fail", comparison("regression-confirmed")],
  ["invalid", flag("invalid-load")],
  ["inconclusive", objective("no-data")],
  ["inconclusive", { ...comparison("inconclusive"), demandComparison: true }],
  ["warn", objective("breached", "warn")],
  ["warn", comparison("regression-suspected")],
  ["warn", { defaults: true }],
];

describe("verdict", () => {
  test.each(rows.map(([verdict, facts], row) => ({ row, verdict, facts })))(
    "row $row gives $verdict, whatever holds further down",
    ({ row, verdict, facts }) => {
      expect(verdictOf(facts)).toBe(verdict);
      for (const [, later] of rows.slice(row)) {
        // A demand for a comparison that is met by a conclusive one is no reason.
        expect(verdictOf(facts, later)).toBe(verdict);
      }
      expect(verdictOf(facts, ...rows.slice(row).map(([, later]) => later))).toBe(verdict);
    },
  );

  test.each([
    ["nothing at all", {}],
    ["met", objective("met")],
    ["skipped", objective("skipped")],
    ["a flag that warns", flag("warn")],
    ["a flag that informs", flag("info")],
    ["provisional", comparison("provisional")],
    ["no baseline", comparison("no-baseline")],
    ["inconclusive and nobody demands one", comparison("inconclusive")],
    ["improved", comparison("improved")],
    ["a demand that is met", { ...comparison("no-regression"), demandComparison: true }],
  ])("%s is a pass", (_, facts) => {
    expect(verdictOf(facts)).toBe("pass");
  });

  test.each(["provisional", "no-baseline"] as const)("a demanded comparison that is %s is inconclusive", (status) => {
    expect(verdictOf(comparison(status), { demandComparison: true })).toBe("inconclusive");
    expect(verdictOf({ demandComparison: true })).toBe("inconclusive");
  });
});

test.each([
  ["pass", {}, 0],
  ["warn", {}, 0],
  ["fail", {}, 1],
  ["inconclusive", {}, 4],
  ["invalid", {}, 4],
  ["inconclusive", { inconclusiveAs: "pass" }, 0],
  ["inconclusive", { inconclusiveAs: "fail" }, 1],
  ["invalid", { inconclusiveAs: "pass" }, 4],
  ["invalid", { inconclusiveAs: "fail" }, 1],
  ["fail", { inconclusiveAs: "pass" }, 1],
  ["warn", { inconclusiveAs: "fail" }, 0],
  ["pass", { interrupted: "SIGINT" }, 130],
  ["fail", { interrupted: "SIGTERM" }, 143],
] as const)("exit code of %s with %j is %d", (verdict, options, wanted) => {
  expect(exitCodeOf(verdict, options)).toBe(wanted);
});
