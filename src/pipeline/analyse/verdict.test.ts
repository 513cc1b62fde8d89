import { describe, expect, test } from "vitest";
import type { Comparison, Finding } from "../../contract/comparison.ts";
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
      endedOverMs: null,
    },
  ],
});
const comparison = (
  status: Comparison["status"],
  changes: Partial<Comparison> = {},
): Partial<VerdictFacts> & { readonly comparisons: readonly Comparison[] } => ({
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
      pAdjusted: null,
      mde: null,
      baselineRuns: 7,
      primary: true,
      needs: null,
      notes: [],
      accepted: null,
      ...changes,
    },
  ],
});
/** A headline about the one comparison above. */
const finding = (
  kind: Finding["kind"],
  status: Finding["status"],
  changes: Partial<Finding> = {},
  accepted: string | null = null,
): Partial<VerdictFacts> => ({
  ...comparison(status, { accepted }),
  findings: [
    {
      kind,
      status,
      scope: "endpoint",
      text: "x",
      series: [{ scenario: "s", endpoint: "e", statistic: "p95" }],
      effect: 0.2,
      advisory: false,
      ...changes,
    },
  ],
});

function verdictOf(...parts: Partial<VerdictFacts>[]): VerdictName {
  return decideVerdict({
    flags: parts.flatMap(({ flags }) => flags ?? []),
    objectives: parts.flatMap(({ objectives }) => objectives ?? []),
    comparisons: parts.flatMap(({ comparisons }) => comparisons ?? []),
    findings: parts.flatMap(({ findings }) => findings ?? []),
    score: parts.find(({ score }) => score !== undefined)?.score ?? null,
    defaults: parts.some(({ defaults }) => defaults === true),
    demandComparison: parts.some(({ demandComparison }) => demandComparison === true),
  });
}

/** One way into each row of the table, in its order. */
const rows: [VerdictName, Partial<VerdictFacts>][] = [
  ["invalid", flag("invalid-generator")],
  ["fail", objective("breached")],
  ["fail", finding("regression", "regression-confirmed")],
  ["invalid", flag("invalid-load")],
  ["inconclusive", objective("no-data")],
  ["inconclusive", { ...comparison("inconclusive"), demandComparison: true }],
  ["warn", objective("breached", "warn")],
  ["warn", finding("regression", "regression-suspected")],
  ["warn", finding("regression", "regression-confirmed", { advisory: true })],
  ["warn", finding("drift", "regression-suspected")],
  ["warn", finding("environment-shift", "environment-shift")],
  ["warn", { defaults: true }],
];

describe("verdict", () => {
  test("nothing is decided where no objective names anything that the plan has", () => {
    expect(verdictOf(objective("skipped"), objective("skipped"))).toBe("inconclusive");
    expect(verdictOf(objective("skipped"), objective("met"))).toBe("pass");
    expect(verdictOf(objective("skipped"), objective("breached", "warn"))).toBe("warn");
  });

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
    ["a flag that warns", flag("warn")],
    ["a flag that informs", flag("info")],
    ["provisional", comparison("provisional")],
    ["no baseline", comparison("no-baseline")],
    ["inconclusive and nobody demands one", comparison("inconclusive")],
    ["improved", finding("improvement", "improved")],
    [
      "a shift of the machine on which nothing hangs",
      finding("environment-shift", "environment-shift", { advisory: true }),
    ],
    ["a shift of the mix", finding("mix-shift", "no-regression", { advisory: true })],
    ["an accepted regression", finding("regression", "regression-suspected", { advisory: true }, "r1")],
    ["an accepted regression, seen twice", finding("regression", "regression-confirmed", { advisory: true }, "r1")],
    ["a demand that is met", { ...comparison("no-regression"), demandComparison: true }],
    [
      "a demand that a describing statistic does not meet",
      {
        comparisons: [
          ...comparison("no-regression").comparisons,
          ...comparison("inconclusive", { statistic: "p99", primary: false }).comparisons,
        ],
        demandComparison: true,
      },
    ],
  ])("%s is a pass", (_, facts) => {
    expect(verdictOf(facts)).toBe("pass");
  });

  test.each(["provisional", "no-baseline", "inconclusive", "environment-shift"] as const)(
    "a demanded comparison that is %s is inconclusive",
    (status) => {
      expect(verdictOf(comparison(status), { demandComparison: true })).toBe("inconclusive");
      expect(verdictOf({ demandComparison: true })).toBe("inconclusive");
    },
  );
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

test.each([
  ["fail", "fail"],
  ["warning", "warn"],
  ["pass", "pass"],
] as const)("a score that is %s makes the verdict %s", (result, verdict) => {
  const score = { result, percent: 80, passPercent: 90, warningPercent: 75, objectives: [] };
  expect(verdictOf({ score })).toBe(verdict);
});
