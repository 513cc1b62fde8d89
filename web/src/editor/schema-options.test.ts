import { describe, expect, it } from "vitest";
import { schemaOptions } from "./schema-options.ts";
import { yamlPlace } from "./yaml-place.ts";

const schema = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", description: "What it is called." },
    load: { anyOf: [{ $ref: "#/$defs/load" }, { type: "string" }] },
    scenarios: { type: "object", additionalProperties: { $ref: "#/$defs/scenario" } },
    keep: { type: "boolean" },
  },
  $defs: {
    load: { type: "object", properties: { profile: { enum: ["smoke", "load"] }, vus: { type: "integer" } } },
    scenario: {
      type: "object",
      properties: { journey: { type: "array", items: { $ref: "#/$defs/step" } }, load: { $ref: "#/$defs/load" } },
    },
    step: {
      anyOf: [
        { type: "string" },
        {
          type: "object",
          properties: { think: { type: "string" }, do: { type: "array", items: { $ref: "#/$defs/step" } } },
        },
      ],
    },
  },
};

function declaredAt(path: readonly string[]): readonly string[] {
  return path.at(-2) === "journey" ? ["checkout"] : [];
}

function labelsAt(marked: string): string[] {
  const place = yamlPlace(marked.replace("|", ""), marked.indexOf("|"));
  if (place === null) return [];
  return schemaOptions(schema, place, declaredAt).map(({ label, isKey }) => (isKey ? `${label}:` : label));
}

describe("what may be typed", () => {
  it.each([
    ["|", ["name:", "load:", "scenarios:", "keep:"]],
    ["name: x\n|", ["load:", "scenarios:", "keep:"]],
    ["load:\n  |", ["profile:", "vus:"]],
    ["load: { profile: smoke, |", ["vus:"]],
    ["load: { profile: |", ["smoke", "load"]],
    ["keep: |", ["true", "false"]],
    ["scenarios:\n  buy:\n    |", ["journey:", "load:"]],
    ["scenarios:\n  buy:\n    journey:\n      - |", ["think:", "do:", "checkout"]],
    ["scenarios:\n  buy:\n    journey:\n      - do:\n          - |", ["think:", "do:"]],
    ["scenarios:\n  |", []],
    ["unknown:\n  |", []],
  ])("%j", (marked, labels) => {
    expect(labelsAt(marked)).toEqual(labels);
  });

  it("says what a field is and means", () => {
    const place = yamlPlace("", 0);
    expect(place && schemaOptions(schema, place, () => [])[0]).toEqual({
      label: "name",
      detail: "text, needed",
      description: "What it is called.",
      isKey: true,
    });
  });
});
