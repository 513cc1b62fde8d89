import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PerfAgentError, type Mistake } from "../../../contract/errors.ts";
import { scoredObjectives, sloSetSchema, type Scoring } from "../../../contract/slo-set.ts";
import { parseKeptnCriterion } from "./keptn-criterion.ts";
import { understandSlos } from "./understand-slos.ts";

const version = 'spec_version: "1.0"\n';
const total = 'total_score: { pass: "90%", warning: "75%" }\n';

function read(...texts: string[]): ReturnType<typeof understandSlos> {
  const result = understandSlos(
    texts.map((text, i) => ({ text: `${version}${text}`, file: `slo-${String(i)}.yaml` })),
    null,
  );
  sloSetSchema.parse(result.slos);
  return result;
}

function scoringOf(text: string): Scoring {
  const { scoring } = read(text).slos;
  if (scoring === null) throw new Error("it is not scored");
  return scoring;
}

function mistakesOf(...texts: string[]): readonly Mistake[] {
  try {
    read(...texts);
  } catch (error) {
    if (error instanceof PerfAgentError) return error.mistakes;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a Keptn file", () => {
  it("keeps criteria, weights, key SLIs, total and comparison", () => {
    const { slos, warnings } = read(`comparison:
  compare_with: several_results
  include_result_with_score: pass_or_warn
  number_of_comparison_results: 5
  aggregate_function: p90
objectives:
  - sli: response_time_p95
    displayName: checkout
    key_sli: true
    weight: 2
    pass: [{ criteria: ["<=+10%", "< 600"] }, { criteria: ["<300"] }]
    warning: [{ criteria: ["<=800"] }]
  - { sli: error_rate, pass: [{ criteria: ["<=-0.5", "=0"] }] }
  - { sli: throughput }
${total}`);
    expect(warnings).toEqual([]);
    expect(slos.objectives.map(({ name, text, severity }) => [name, text, severity])).toEqual([
      ["checkout", "p95 of all < 600ms", "warn"],
      ["checkout <300", "p95 of all < 300ms", "warn"],
      ["checkout <=800", "p95 of all <= 800ms", "warn"],
      ["error_rate", "errors of all >= 0%", "warn"],
      ["throughput", "throughput of all >= 0/s", "warn"],
    ]);
    const absolute = { relative: null };
    expect(slos.scoring).toEqual({
      passPercent: 90,
      warningPercent: 75,
      compareWith: { runs: 5, include: "pass-or-warn", aggregate: "p90" },
      objectives: [
        {
          objective: "checkout",
          weight: 2,
          keySli: true,
          pass: [
            [
              { text: "<=+10%", comparator: "<=", value: 0.1, relative: "share", objective: null },
              { text: "<600", comparator: "<", value: 600, ...absolute, objective: "checkout" },
            ],
            [{ text: "<300", comparator: "<", value: 300, ...absolute, objective: "checkout <300" }],
          ],
          warning: [[{ text: "<=800", comparator: "<=", value: 800, ...absolute, objective: "checkout <=800" }]],
        },
        {
          objective: "error_rate",
          weight: 1,
          keySli: false,
          pass: [
            [
              { text: "<=-0.5", comparator: "<=", value: -0.005, relative: "amount", objective: null },
              { text: "=0", comparator: "=", value: 0, ...absolute, objective: null },
            ],
          ],
          warning: [],
        },
        { objective: "throughput", weight: 1, keySli: false, pass: [], warning: [] },
      ],
    });
    expect([...scoredObjectives(slos)].toSorted()).toEqual(slos.objectives.map(({ name }) => name).toSorted());
  });

  it.each<[string, Scoring["compareWith"]]>([
    ["", { runs: 1, include: "all", aggregate: "mean" }],
    ["comparison: {}\n", { runs: 3, include: "all", aggregate: "mean" }],
    [
      "comparison: { compare_with: single_result, number_of_comparison_results: 7, include_result_with_score: PASS }\n",
      { runs: 1, include: "pass", aggregate: "mean" },
    ],
    [
      "comparison: { compare_with: several_results, aggregate_function: p50 }\n",
      { runs: 3, include: "all", aggregate: "p50" },
    ],
    ["comparison: { number_of_comparison_results: 9 }\n", { runs: 3, include: "all", aggregate: "mean" }],
  ])("compares, by %j, as Keptn does", (comparison, expected) => {
    expect(scoringOf(`${comparison}objectives: []\n${total}`).compareWith).toEqual(expected);
  });

  it.each<[string, number, number]>([
    ['total_score: { pass: "90%" }\n', 90, 90],
    ["total_score: { pass: 80, warning: 50 }\n", 80, 50],
  ])("takes %j", (text, passPercent, warningPercent) => {
    expect(scoringOf(`objectives: []\n${text}`)).toMatchObject({ passPercent, warningPercent });
  });

  it("takes no weight, and a weight of 0, for 1", () => {
    const items = "[{ sli: throughput, weight: 0 }, { sli: error_rate, weight: 2.5 }]";
    expect(scoringOf(`objectives: ${items}\n${total}`).objectives.map(({ weight }) => weight)).toEqual([1, 2.5]);
  });

  it("asks for no warning where nothing is asked to pass", () => {
    const items = '[{ sli: response_time_p95, warning: [{ criteria: ["<800"] }] }]';
    expect(scoringOf(`objectives: ${items}\n${total}`).objectives[0]).toMatchObject({ pass: [], warning: [] });
  });

  it("selects by its filter what a load test knows", () => {
    const { slos, warnings } = read(
      `filter: { endpoint: checkout, scenario: buy, service: shop, mz_id: "4711" }\nobjectives: [{ sli: error_rate, pass: [{ criteria: ["<1"] }] }]\n${total}`,
    );
    expect(slos.service).toBe("shop");
    expect(slos.objectives[0]?.text).toBe("errors of checkout in buy < 1%");
    expect(warnings.map(({ text, line }) => [text.includes('the filter "mz_id" is left out'), line])).toEqual([
      [true, 2],
    ]);
  });

  it("says which SLI no load test measures, and that a total is missing", () => {
    const { slos, warnings } = read('objectives:\n  - { sli: cpu, pass: [{ criteria: ["<80"] }] }\n');
    expect(slos.objectives).toEqual([]);
    expect(slos.scoring).toMatchObject({ passPercent: 100, warningPercent: 100, objectives: [] });
    expect(warnings.map(({ text }) => text).join("\n")).toMatch(/"cpu" is left out[^]*total_score.pass is missing/);
  });

  it.each<[string, number, string]>([
    ["objectives:\n  - { pass: [] }\n", 3, 'has an "sli"'],
    ["objectives: {}\n", 2, 'a list of "objectives"'],
    ['objectives:\n  - { sli: error_rate, pass: [{ criteria: ["~5"] }] }\n', 3, "no criterion"],
    ['objectives:\n  - { sli: error_rate, pass: [{ criteria: ["<5%%"] }] }\n', 3, "no criterion"],
    ["objectives:\n  - { sli: error_rate, pass: [{ criterias: [] }] }\n", 3, "a list of { criteria"],
    ["objectives:\n  - { sli: error_rate, weight: -1 }\n", 3, "no weight"],
    ["objectives:\n  - { sli: error_rate, key_sli: maybe }\n", 3, "true or false"],
    ["objectives: []\ntotal_score: { pass: most }\n", 3, "not a score"],
    ['objectives: []\ntotal_score: { pass: "110%" }\n', 3, "not a score"],
    ["objectives: []\ntotal_score: { pass: 70, warning: 80 }\n", 3, "is above"],
    ["objectives: []\ncomparison: { compare_with: single }\n", 3, "single_result, several_results"],
    ["objectives: []\ncomparison: { aggregate_function: toString }\n", 3, "avg, p50, p90, p95"],
    [
      "objectives: []\ncomparison: { compare_with: several_results, number_of_comparison_results: few }\n",
      3,
      "number of",
    ],
    ['objectives:\n  - { sli: cpu, key_sli: true, pass: [{ criteria: ["<80"] }] }\n', 3, "is a key SLI"],
  ])("refuses %j", (text, line, message) => {
    const mistakes = mistakesOf(text);
    expect(mistakes).toContainEqual(expect.objectContaining({ code: "PA_SLO_INVALID", line }));
    expect(mistakes.map((mistake) => mistake.text).join("\n")).toContain(message);
  });

  it("is scored once", () => {
    const one = `objectives: [{ sli: error_rate }]\n${total}`;
    const other = `objectives: [{ sli: throughput }]\n${total}`;
    expect(mistakesOf(one, other)[0]).toMatchObject({
      file: "slo-1.yaml",
      text: expect.stringContaining("slo-0.yaml"),
    });
  });
});

describe("a criterion", () => {
  it("reads back what was written", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("<", "<=", "=", ">=", ">"),
        fc.constantFrom("", "+", "-"),
        fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 100),
        fc.constantFrom("", "%"),
        fc.constantFrom("", " "),
        (comparator, sign, size, percent, blank) => {
          const value = sign === "-" ? -size : size;
          const relative = percent === "%" ? "share" : sign === "" ? null : "amount";
          const text = `${comparator}${sign}${String(size)}${percent}`;
          expect(parseKeptnCriterion(`${comparator}${blank}${sign}${String(size)}${blank}${percent}`)).toEqual({
            text,
            comparator,
            value,
            relative,
          });
        },
      ),
    );
  });
});
