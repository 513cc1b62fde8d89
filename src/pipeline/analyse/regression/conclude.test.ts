import { describe, expect, test } from "vitest";
import type { Comparison } from "../../../contract/comparison.ts";
import { conclude } from "./conclude.ts";
import { blankComparison, type Tested, type TestResult } from "./tested.ts";

const blank = blankComparison(
  { scenario: "buy", endpoint: "checkout" },
  { name: "p95", unit: "ms", primary: true },
  10,
);

function tested(changes: Partial<TestResult>): Tested {
  const nothing = { pWorse: 0.5, pBetter: 0.5, change: 0, upper: 0.02, threshold: 0.05 };
  return { comparison: blank, test: { ...nothing, needs: () => ({ baselines: 3, candidates: 2 }), ...changes } };
}

describe("conclusions", () => {
  test.each<[Comparison["status"], string, Partial<TestResult>]>([
    ["regression-suspected", "small p and a change that matters", { pWorse: 0.001, change: 0.06, upper: 0.09 }],
    ["inconclusive", "small p, but too small a change", { pWorse: 0.001, change: 0.04, upper: 0.06 }],
    ["inconclusive", "a change that matters, but chance may do it", { pWorse: 0.011, change: 0.06, upper: 0.09 }],
    ["improved", "the mirror image", { pBetter: 0.001, change: -0.06, upper: -0.02 }],
    ["no-regression", "too small a speed-up", { pBetter: 0.001, change: -0.04, upper: -0.02 }],
    ["no-regression", "the interval ends below what matters", { upper: 0.049 }],
    ["inconclusive", "the interval reaches what matters", { upper: 0.05 }],
  ])("%s: %s", (status, _, changes) => {
    expect(conclude([tested(changes)], true)[0]?.status).toBe(status);
  });

  test("p is that of the side on which the change lies", () => {
    const [worse] = conclude([tested({ pWorse: 0.2, pBetter: 0.8, change: 0.01 })], true);
    const [better] = conclude([tested({ pWorse: 0.8, pBetter: 0.2, change: -0.01 })], true);
    expect([worse?.p, better?.p]).toEqual([0.2, 0.2]);
  });

  test("a p that would do alone does not do among many, and what was not tested does not count among them", () => {
    const one = tested({ pWorse: 0.008, change: 0.1, upper: 0.2 });
    const others = Array.from({ length: 9 }, () => tested({}));
    const untested = others.map(({ comparison }) => ({ comparison, test: null }));
    expect(conclude([one, ...others], true)[0]).toMatchObject({ status: "inconclusive", pAdjusted: 0.08 });
    expect(conclude([one, ...others], false)[0]).toMatchObject({ status: "regression-suspected", pAdjusted: 0.008 });
    expect(conclude([one, ...untested], true)[0]).toMatchObject({ status: "regression-suspected", pAdjusted: 0.008 });
    expect(conclude([one, ...untested], true)[1]).toBe(untested[0]?.comparison);
  });

  test("only without a conclusion it is asked what would help; where nothing would, a note says so", () => {
    const [open] = conclude([tested({ upper: 0.2 })], true);
    const [near] = conclude([tested({ upper: 0.2, needs: () => ({ baselines: 0, candidates: 0 }) })], true);
    expect(open).toMatchObject({ needs: { baselines: 3, candidates: 2 }, notes: [] });
    expect(near?.notes).toEqual([expect.stringContaining("close to the smallest one that matters")]);
    expect(conclude([tested({})], true)[0]?.needs).toBeNull();
  });
});
