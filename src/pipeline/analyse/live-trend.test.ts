import { describe, expect, test } from "vitest";
import { breachInSeconds, type TrendPoint } from "./live-trend.ts";

const line = (from: number, step: number, count = 20): TrendPoint[] =>
  Array.from({ length: count }, (_, second) => ({ second, value: from + step * second }));

describe("time to breach", () => {
  test.each<[string, "<" | ">", number, TrendPoint[], number | null]>([
    ["rises to the limit", "<", 415, line(300, 4), 10],
    ["rises to it within seconds", "<", 383, line(300, 4), 2],
    ["rises, far from the limit", "<", 433, line(300, 4), 15],
    ["rises too slowly for this run", "<", 9000, line(300, 4), null],
    ["falls away from an upper limit", "<", 400, line(390, -4), null],
    ["stands still", "<", 400, line(390, 0), null],
    ["falls to a lower limit", ">", 185, line(300, -4), 10],
    ["is beyond the limit", "<", 350, line(300, 4), 0],
    ["has hardly begun", "<", 400, line(300, 4, 9), null],
    ["has not begun", "<", 400, [], null],
  ])("of a figure that %s", (_, comparator, limit, points, seconds) => {
    expect(breachInSeconds({ comparator, limit }, points, 300)).toBe(seconds);
  });
});
