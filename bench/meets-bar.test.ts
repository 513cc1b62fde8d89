import { expect, it } from "vitest";
import { meetsBar } from "./meets-bar.ts";

it.each([
  [149.9, "< 150", true],
  [150, "< 150", false],
  [150, "<= 150", true],
  [1_000_000, ">= 1000000", true],
  [5.5, "> 5.5", false],
])("%d %s: %s", (value, bar, holds) => {
  expect(meetsBar(value, bar)).toBe(holds);
});

it("refuses a bar that cannot be read", () => {
  expect(() => meetsBar(1, "about 3")).toThrow(RangeError);
});
