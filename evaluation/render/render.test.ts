import { describe, expect, test } from "vitest";
import type { EvaluationDocument, EvaluationMeasure } from "../../src/contract/evaluation.ts";
import { barOf, standingOf } from "./bars.ts";
import { measureWords } from "./measure-words.ts";
import { renderPage } from "./render-page.ts";
import { renderText } from "./render-text.ts";

const measure = (more: Partial<EvaluationMeasure>): EvaluationMeasure => ({
  name: "recall-10",
  set: "cloud-noise",
  group: "D8s long",
  hits: 98,
  of: 100,
  value: 0.98,
  low: 0.96,
  high: 0.99,
  ...more,
});
const document: EvaluationDocument = {
  schemaVersion: 1,
  notes: ["petshop: root causes are not scored yet"],
  cases: [],
  measures: [
    measure({ name: "milliseconds", value: 1.25, low: 0.5, high: 12 }),
    measure({}),
    measure({ name: "false-alarms", hits: 2, value: 0.02, low: 0.001, high: 0.07 }),
  ],
  rivals: [{ method: "+10 % on the median", ...measure({ hits: 55, value: 0.55, low: 0.45, high: 0.65 }) }],
  ablation: [{ rule: "as in the product", ...measure({ name: "recall-10-in-run" }) }],
};

describe("standing of a measure beside its bar", () => {
  test.each([
    ["the whole interval keeps it", {}, "proven"],
    ["the value alone keeps it", { low: 0.94 }, "reached"],
    ["it does not", { value: 0.949 }, "missed"],
    ["there is no case", { value: null, low: null, high: null }, null],
    ["at most: the upper end counts", { name: "false-alarms", value: 0.01, low: 0, high: 0.016 }, "reached"],
    [
      "a noisy host has another bar",
      { name: "false-alarms", group: "B8ms long", value: 0.04, low: 0, high: 0.05 },
      "proven",
    ],
    [
      "the KPI of time",
      { name: "milliseconds", set: "golden", group: "courses", value: 300, low: 200, high: 900 },
      "proven",
    ],
    ["a wrong course is missed", { name: "slo-as-declared", set: "golden", group: "courses", value: 0.9 }, "missed"],
    [
      "golden, all endpoints",
      { name: "recall-from-10-confirmed", set: "golden", group: "held-out, all", value: 0.9 },
      "missed",
    ],
    [
      "golden, 7 %",
      { name: "wrong-no-regression-5", set: "golden", group: "held-out, stable", value: 0.03, low: 0, high: 0.1 },
      "missed",
    ],
    ["golden, stable", { set: "golden", group: "held-out, stable", value: 0.9 }, "missed"],
  ] as const)("%s", (_what, more, expected) => {
    const made = measure(more);
    const bar = barOf(made);
    expect(bar).not.toBeNull();
    expect(bar === null ? null : standingOf(bar, made)).toBe(expected);
  });

  test("recall on a noisy host has no bar", () => {
    expect(barOf(measure({ group: "D8s short" }))).toBeNull();
    expect(barOf(measure({ set: "golden", group: "held-out, unsteady" }))).toBeNull();
    expect(barOf(measure({ set: "golden", group: "development, stable" }))).toBeNull();
  });
});

describe("docs/evaluation.md", () => {
  const page = renderPage(document);

  test("has its sections in order, and a table row for each measure", () => {
    expect(page.match(/^#+ .+$/gm)).toEqual([
      "# Evaluation",
      "## Not scored",
      "## Against the bars",
      "## What the measures mean",
      "## What is claimed, and what not",
      "## Beside simple methods",
      "## What each rule of the detector is worth",
      "## Data: cloud-noise",
      "## Data of your own",
    ]);
    expect(page).toContain("- petshop: root causes are not scored yet");
    expect(page).toContain(
      "| recall-10 | cloud-noise | D8s long | 98.0 % | 96.0 % to 99.0 % | 98 of 100 | at least 95 % | proven |",
    );
    expect(page).toContain("| D8s long | milliseconds | 1.3 ms | 0.5 ms to 12 ms | 100 |");
    expect(page).toContain(
      "| cloud-noise | D8s long | perf-agent | 2.0 % (0.1 % to 7.0 %) | – | 98.0 % (96.0 % to 99.0 %) | – | – |",
    );
    expect(page).toContain(
      "| cloud-noise | D8s long | +10 % on the median | – | – | 55.0 % (45.0 % to 65.0 %) | – | – |",
    );
    expect(page).toContain("| cloud-noise | D8s long | as in the product | – | – | 98.0 % (96.0 % to 99.0 %) |");
  });

  test("explains every measure that it shows, and no other", () => {
    for (const name of ["recall-10", "false-alarms", "milliseconds", "recall-10-in-run"])
      expect(page).toContain(`| \`${name}\` | ${measureWords[name]} |`);
    expect(page).not.toContain("`slo-exact`");
  });

  test("leaves out what has no case", () => {
    const empty = renderPage({ ...document, notes: [], measures: [], rivals: [], ablation: [] });
    expect(empty).not.toMatch(/Not scored|Beside simple|each rule|Data: /);
  });
});

test("the terminal shows bars, rivals and notes", () => {
  const text = renderText(document);
  expect(text).toMatch(
    /^recall-10 +cloud-noise +D8s long +98\.0 % +96\.0 % to 99\.0 % +98 of 100 +at least 95 % +proven$/m,
  );
  expect(text).toMatch(/^cloud-noise +D8s long +\+10 % on the median +– +55\.0 % \(45\.0 % to 65\.0 %\) +–$/m);
  expect(text).toContain("note     petshop: root causes are not scored yet\n0 cases\n");
});
