import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseFault } from "../../examples/shop/faults.ts";
import { coursePlanFile, coursePlans, sloFileOf } from "./courses.ts";

describe("courses", () => {
  test("have names of their own, and a plan", () => {
    expect(new Set(coursePlans.map(({ name }) => name)).size).toBe(coursePlans.length);
    expect(existsSync(coursePlanFile)).toBe(true);
  });

  test.each(coursePlans)("$name declares what each of its objectives must come to", ({ name, expectations }) => {
    const { objectives } = parse(readFileSync(sloFileOf(name), "utf8")) as {
      objectives: (string | { name: string })[];
    };
    expect(expectations.map(({ objective }) => objective)).toEqual(
      objectives.map((each) => (typeof each === "string" ? each : each.name)),
    );
  });

  test.each(coursePlans.flatMap(({ fault }) => (fault === null ? [] : [fault])))(
    "have faults of the shop: $name",
    (fault) => {
      expect(parseFault(fault)).toMatchObject(fault);
    },
  );
});
