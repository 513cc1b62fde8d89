import { expect, it } from "vitest";
import { childrenSeconds } from "./timed-k6.ts";

it.each([
  ["0m0.00s 0m0.01s\n1m2.50s 0m0.25s\n", 62.75],
  ["0m0,000s 0m0,010s\n0m1,500s 0m0,500s\n", 2],
  ["", Number.NaN],
])("reads the children's time of %j", (times, seconds) => {
  expect(childrenSeconds(times)).toBe(seconds);
});
