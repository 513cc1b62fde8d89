import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isErrorCode, PerfAgentError, type Mistake } from "../../../contract/errors.ts";
import { sloSetSchema } from "../../../contract/slo-set.ts";
import { smallPlan } from "../../../../test/support/small-plan.ts";
import { understandSlos } from "./understand-slos.ts";

const many = 10_000;
const lines = (line: (i: number) => string): string => Array.from({ length: many }, (_, i) => line(i)).join("\n");

describe("ten thousand objectives", () => {
  it.each<[string, string, string]>([
    ["the short form", "slo.yaml", `kind: SloSet\nobjectives:\n${lines((i) => `- p95 of e${String(i)} < 1s`)}\n`],
    [
      "Keptn",
      "slo.yaml",
      `spec_version: "1.0"\ntotal_score: { pass: "90%" }\nobjectives:\n${lines((i) => `- { sli: error_rate, displayName: e${String(i)}, pass: [{ criteria: ["<1"] }] }`)}\n`,
    ],
    ["Taurus", "taurus.yml", `criteria:\n${lines((i) => `- avg-rt of e${String(i)}>1s`)}\n`],
    [
      "a k6 script",
      "script.js",
      `export const options = { thresholds: {\n${lines((i) => `'http_reqs{name:e${String(i)}}': ['rate>1'],`)}\n} };\n`,
    ],
  ])("are read from %s, each with its place", (_, file, text) => {
    const { slos, understood } = understandSlos([{ text, file }], null);
    expect(slos.objectives).toHaveLength(many);
    expect(new Set(understood.map(({ line }) => line)).size).toBe(many);
  });

  it("with unknown names are warned of one by one", () => {
    const text = `kind: SloSet\nobjectives:\n${lines((i) => `- p95 of e${String(i)} < 1s`)}\n`;
    expect(understandSlos([{ text, file: "slo.yaml" }], smallPlan()).warnings).toHaveLength(many);
  });
});

/** Words that documents of objectives are made of, put together at random. */
const words = fc.constantFrom(
  "kind: SloSet\n",
  "apiVersion: openslo/v1\nkind: SLO\n",
  'spec_version: "1.0"\n',
  "objectives:\n",
  "criteria:\n",
  "reporting:\n",
  "thresholds:\n",
  "total_score: { pass: x }\n",
  "comparison: [1]\n",
  "filter: { service: [] }\n",
  "spec:\n  service: 1\n  timeWindow: [{}]\n  objectives: [{}]\n",
  "- p95 of x < 1s\n",
  "- { sli: error_rate, pass: [{ criteria: [null] }], weight: [] }\n",
  "- { sli: errors, of: { tag: {} }, below: 1%, budget: { window: [] } }\n",
  "- avg-rt>1s, stop\n",
  "- module: passfail\n  criteria: { a: [] }\n",
  "  http_reqs: [{ threshold: [] }, 'rate>1']\n",
  "export const options = { thresholds: { a: [",
  "---\n",
  "{",
  "]",
  '"',
);

/** The mistakes of a text; none where it is understood. Any other error goes through. */
function mistakesOf(text: string, file: string): readonly Mistake[] {
  try {
    sloSetSchema.parse(understandSlos([{ text, file }], null).slos);
    return [];
  } catch (error) {
    if (error instanceof PerfAgentError && error.mistakes.length > 0) return error.mistakes;
    throw error;
  }
}

describe("any text", () => {
  it("is understood or refused with codes and places", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 6 }),
        fc.constantFrom("slo.yaml", "script.js"),
        (parts, file) => {
          const mistakes = mistakesOf(parts.join(""), file);
          const placed = mistakes.filter(
            (mistake) => isErrorCode(mistake.code) && mistake.file === file && (mistake.line ?? 0) > 0,
          );
          expect(placed).toEqual(mistakes);
        },
      ),
      { numRuns: 500 },
    );
  });
});
