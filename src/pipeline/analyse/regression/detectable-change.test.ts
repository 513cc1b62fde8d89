import { describe, expect, test } from "vitest";
import { normals } from "../../../../test/support/compared-runs.ts";
import { median } from "../../../stats/quantile-type7.ts";
import { detectableChange, furtherRuns, runsNeeded, spreadOf, standardError } from "./detectable-change.ts";

const demand = { family: 1, threshold: 0.05 };

describe("spread between runs", () => {
  test.each<[string, number[], number]>([
    ["nothing differs: half a percent is believed", [1, 1, 1, 1, 1], 0.005],
    // Five values a step of 0.1 apart: third smallest distance 0.1, times 2.2219 times .844.
    ["the third smallest of ten distances", [0, 0.1, 0.2, 0.3, 0.4], 2.2219 * 0.844 * 0.1],
  ])("%s", (_, logs, wanted) => {
    expect(spreadOf(logs)).toBeCloseTo(wanted, 10);
  });

  test("two runs tell nothing", () => {
    expect(spreadOf([1, 2])).toBeNaN();
  });

  test("one wild run does not widen the robust spread, and does the standard deviation", () => {
    const logs = [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 5];
    expect(spreadOf(logs)).toBeLessThan(0.1);
    expect(spreadOf(logs, "standard-deviation")).toBeGreaterThan(1);
  });
});

test("the standard error is that of the median of the candidates against the median of the baseline, by simulation", () => {
  const draw = normals("standard error");
  const middle = (count: number): number => median(Array.from({ length: count }, draw));
  for (const candidates of [1, 3, 5, 9]) {
    let squares = 0;
    const pairs = 4000;
    for (let i = 0; i < pairs; i++) {
      const difference = middle(candidates) - middle(29);
      squares += difference * difference;
    }
    const wanted = standardError({ spread: 1, baselines: 29 }, candidates);
    expect(Math.sqrt(squares / pairs) / wanted).toBeGreaterThan(0.95);
    expect(Math.sqrt(squares / pairs) / wanted).toBeLessThan(1.05);
  }
});

test("the detectable change is that of the formula, and grows with the family", () => {
  // N = 10: t(.99; 9) = 2.821438, t(.90; 9) = 1.383029, t(.995; 9) = 3.249836.
  expect(detectableChange(0.02, 9, demand)).toBeCloseTo(Math.exp((2.821438 + 1.383029) * 0.02) - 1, 6);
  expect(detectableChange(0.02, 9, { family: 10, threshold: 0.05 })).toBeCloseTo(
    Math.exp((3.249836 + 1.383029) * 0.02) - 1,
    6,
  );
  // A small error: the practical threshold is what must be passed.
  expect(detectableChange(0.005, 9, demand)).toBeCloseTo(1.05 * Math.exp(1.383029 * 0.005) - 1, 6);
});

describe("runs that would do", () => {
  test("fewer for a small spread, none for a large one", () => {
    const needed = [0.005, 0.01, 0.0115, 0.05].map((spread) => runsNeeded({ spread }, demand));
    // By a table of t: 8 runs, (2.998 + 1.415)·0.01·√(1 + 1.57/8) = 0.0483 ≤ ln 1.05 = 0.0488 < 0.0507 with 7.
    expect(needed).toEqual([5, 8, 14, null]);
  });

  test("further runs are those that are missing", () => {
    expect(furtherRuns({ spread: 0.01, baselines: 6 }, demand)).toEqual({ baselines: 2, candidates: 2 });
    expect(furtherRuns({ spread: 0.01, baselines: 9 }, demand)).toEqual({ baselines: 0, candidates: 0 });
    expect(furtherRuns({ spread: 0.2, baselines: 9 }, demand)).toEqual({
      baselines: null,
      candidates: null,
    });
  });
});
