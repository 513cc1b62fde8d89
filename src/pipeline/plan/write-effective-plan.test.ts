import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { testPlanSchema } from "../../contract/test-plan.ts";
import { testFiles, understandForTest } from "../../../test/support/understood-plan.ts";
import { writeEffectivePlan } from "./write-effective-plan.ts";

const page = readFileSync(new URL("../../../docs/formats/plan.md", import.meta.url), "utf8");
const full = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)][1]?.[1] ?? "";
const { plan } = understandForTest(full, {
  files: testFiles({
    "data/users.csv": "name,password\nana,x\n",
    "data/products.json": '[{"id":1,"name":"lamp"}]',
    "data/photo.jpg": "",
  }),
});

describe("the effective plan", () => {
  it("is read back as the same plan, byte for byte the same each time", () => {
    const text = writeEffectivePlan(plan);
    expect(testPlanSchema.parse(parse(text))).toEqual(testPlanSchema.parse(plan));
    expect(writeEffectivePlan(testPlanSchema.parse(parse(text)))).toBe(text);
    expect(text.startsWith("schemaVersion: 1\nname: checkout-peak\n")).toBe(true);
  });

  it("keeps isolation and the leftovers check", () => {
    const cleaning = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)][2]?.[1] ?? "";
    const text = writeEffectivePlan(understandForTest(cleaning).plan);
    const read = testPlanSchema.parse(parse(text));
    expect(read.leftovers).toEqual({ endpoint: "count-items", count: "$.total" });
    expect(read.endpoints.find(({ name }) => name === "drop-items")?.query).toEqual([
      ["prefix", [{ ref: "isolation" }]],
    ]);
    expect(text).toContain("kind: prefix");
  });

  it("holds any text", () => {
    const small = { ...plan, endpoints: [], scenarios: plan.scenarios.slice(0, 1) };
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (literal) => {
        const text = writeEffectivePlan({ ...small, service: literal });
        expect(testPlanSchema.parse(parse(text)).service).toBe(literal);
      }),
      { numRuns: 30 },
    );
  });
});
