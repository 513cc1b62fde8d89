import { expect, test } from "vitest";
import type { AnalyseRequest } from "../../contract/api/runs.ts";
import { mostTextBytes } from "../plans/text-size.ts";
import { sloInputsOf, type SloInput } from "./slo-inputs.ts";

test.each<[string, AnalyseRequest["slos"], readonly SloInput[]]>([
  ["none", undefined, []],
  ["a text", "objectives: []", [{ text: "objectives: []", file: "slos" }]],
  ["an object", { service: "shop" }, [{ text: '{"service":"shop"}', file: "slos" }]],
  ["an empty object", {}, [{ text: "{}", file: "slos" }]],
  [
    "texts by their names",
    { "a.yaml": "x", "b.json": "{}" },
    [
      { text: "x", file: "a.yaml" },
      { text: "{}", file: "b.json" },
    ],
  ],
  ["an object with something like a name", { "a.yaml": 1 }, [{ text: '{"a.yaml":1}', file: "slos" }]],
])("objectives of a request: %s", (_, slos, inputs) => {
  expect(sloInputsOf(slos)).toEqual(inputs);
});

test("more objectives than anybody writes by hand are refused", () => {
  expect(() => sloInputsOf({ "a.yaml": "x".repeat(mostTextBytes), "b.yaml": "y" })).toThrow("PA_UPLOAD_TOO_LARGE");
});
