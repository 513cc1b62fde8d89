import { describe, expect, test } from "vitest";
import type { Comparison } from "../../../contract/comparison.ts";
import { effectOf, groupComparisons } from "./group-comparisons.ts";
import { blankComparison } from "./tested.ts";

function slower(endpoint: string, effect: number, reach = 0.02): Comparison {
  const blank = blankComparison({ scenario: "buy", endpoint }, { name: "p95", unit: "ms", primary: true }, 10);
  return { ...blank, status: "regression-suspected", effect, interval: [effect - reach, effect + reach] };
}

const shapeOf = (changed: readonly Comparison[], tested: number): readonly string[] =>
  groupComparisons(changed, tested).map(
    ({ scope, members }) => `${scope} ${members.map(({ endpoint }) => endpoint).join("+")}`,
  );

const three = [slower("a", 0.2), slower("b", 0.22), slower("c", 0.21)];

describe("grouping", () => {
  test.each<[string, readonly Comparison[], number, readonly string[]]>([
    ["nothing", [], 10, []],
    ["one alone", [slower("a", 0.2)], 10, ["endpoint a"]],
    ["two with a change in common, largest first", [slower("a", 0.2), slower("b", 0.22)], 10, ["group b+a"]],
    ["two with nothing in common", [slower("a", 0.2), slower("b", 0.5)], 10, ["endpoint b", "endpoint a"]],
    [
      "no chain: the first and the last have nothing in common",
      [slower("a", 0.1), slower("b", 0.13), slower("c", 0.16)],
      10,
      ["group c+b", "endpoint a"],
    ],
    [
      "the one that is wide has something in common with both, and they do not with each other",
      [slower("a", 0.13), slower("b", 0.18), slower("c", 0.2, 0.1)],
      10,
      ["group c+b", "endpoint a"],
    ],
    ["three of five are the service", three, 5, ["service b+c+a"]],
    ["three of six are not", three, 6, ["group b+c+a"]],
    ["all of four are not", three, 4, ["group b+c+a"]],
    [
      "most, but by changes that differ too much",
      [slower("a", 0.1), slower("b", 0.5), slower("c", 1.5), slower("d", 3)],
      5,
      ["endpoint d", "endpoint c", "endpoint b", "endpoint a"],
    ],
    ["speed-ups are grouped too", [slower("a", -0.2), slower("b", -0.21), slower("c", -0.22)], 5, ["service c+b+a"]],
  ])("%s", (_, changed, tested, wanted) => {
    expect(shapeOf(changed, tested)).toEqual(wanted);
  });

  test("the effect of a group is the median", () => {
    expect(groupComparisons(three, 5).map(effectOf)).toEqual([0.21]);
  });
});
