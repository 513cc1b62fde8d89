import { expect, test } from "vitest";
import { mergeSegments } from "./merge-segments.ts";

const rules = { leastLength: 3, largestP: 0.001, leastChange: 0.05 };
const low = [10, 10.1, 9.9, 10, 10.1, 9.9];
const high = [12, 12.1, 11.9, 12, 12.1, 11.9];
const scattered = [8, 12, 9, 11, 10, 10];

test.each([
  ["no boundary", low, [], []],
  ["a clear change stays", [...low, ...high], [6], [6]],
  ["a boundary inside a level goes", [...low, ...high], [3, 6, 9], [6]],
  ["a small change goes, however certain", [...low, ...low.map((x) => x * 1.04)], [6], []],
  ["an uncertain change goes, however large", [...scattered, ...scattered.map((x) => x * 1.1)], [6], []],
  ["a p of .002 is not enough", [...scattered, ...scattered.map((x) => x * 1.4)], [6], []],
  [
    "what is uncertain goes before what is small",
    [...low, ...low, ...low, ...low, 10.4, 10.41, 10.39, ...scattered.map((x) => x * 1.15)],
    [24, 27],
    [24],
  ],
  ["a short segment joins the nearer level: after", [...low, ...high], [6, 7], [6]],
  ["a short segment joins the nearer level: before", [...low, ...high], [5, 6], [6]],
  ["a short beginning joins what follows", [...low, ...high], [2, 6], [6]],
  ["a short end joins what precedes", [...low, ...high], [6, 11], [6]],
  ["a short end joins what precedes, however far away", [...low, 30, 30.1], [6], []],
  ["a short beginning joins what follows, however far away", [30, 30.1, ...low], [2], []],
  ["nothing long enough: one segment", [1, 2, 3, 4], [2], []],
])("%s", (_, values, starts, wanted) => {
  expect(mergeSegments(values, starts, rules).map(({ start }) => start)).toEqual(wanted);
});

test("a boundary tells the means on both sides and its p", () => {
  const [boundary, ...others] = mergeSegments([1, 1, 1, 2, 2, 2], [3], rules);
  expect(others).toEqual([]);
  expect(boundary).toEqual({ start: 3, before: 1, after: 2, p: 0 });
});

test("a level that leaves zero is a change without bound", () => {
  expect(mergeSegments([0, 0, 0, 0.01, 0.01, 0.01], [3], { ...rules, leastChange: 1e9 }).length).toBe(1);
});
