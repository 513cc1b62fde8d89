import { describe, expect, test } from "vitest";
import { askRivals } from "./ask-rivals.ts";
import type { RivalInput } from "./rival.ts";

const steady = [100, 101, 99, 100, 102, 98, 100, 101, 99, 100];
const input = (more: Partial<RivalInput>): RivalInput => ({
  earlier: steady,
  candidate: 100,
  later: [],
  samples: null,
  windows: null,
  ...more,
});
const many = (level: number): number[] => Array.from({ length: 200 }, (_, i) => level + (i % 20));

describe("rivals", () => {
  test.each([
    ["+10 % on the last run", { candidate: 110.1 }, true],
    ["+10 % on the last run", { candidate: 109.9 }, false],
    ["+10 % on the last run", { earlier: [...steady, 200], candidate: 110.1 }, false],
    ["+10 % on the median", { earlier: [...steady, 200], candidate: 110.1 }, true],
    ["+10 % on the median", { candidate: 109 }, false],
    ["pooled Mann-Whitney", { samples: { candidate: many(103), earlier: many(100) } }, true],
    ["pooled Mann-Whitney", { samples: { candidate: many(97), earlier: many(100) } }, false],
    ["Welch on windows", { windows: { candidate: many(103), earlier: many(100) } }, true],
    ["Welch on windows", { windows: { candidate: many(97), earlier: many(100) } }, false],
    ["change point, two runs later", { candidate: 120, later: [121, 119] }, true],
    ["change point, two runs later", { candidate: 104, later: [104.1, 103.9] }, true],
    ["change point, two runs later", { candidate: 80, later: [81, 79] }, false],
    ["change point, two runs later", { candidate: 100, later: [101, 99] }, false],
    ["change point, two runs later", { candidate: 120, later: [121] }, undefined],
    ["pooled Mann-Whitney", {}, undefined],
    ["Welch on windows", {}, undefined],
    ["+10 % on the median", { earlier: [] }, undefined],
  ] as const)("%s, given %j: %s", (name, more, expected) => {
    expect(askRivals(input(more)).get(name)).toBe(expected);
  });
});
