import { describe, expect, test } from "vitest";
import { oracleMde } from "./oracle-mde.ts";

const usual = { spread: 0.01, baselineRuns: 10, alpha: 0.01, atLeast: 0.05 };

describe("oracle's smallest change", () => {
  test.each([
    // t(.9; 9) = 1.3830, t(.99; 9) = 2.8214, √1.157 = 1.0756.
    { name: "the practical threshold decides where runs agree", given: {}, mde: 1.05 * Math.exp(1.383 * 0.010756) - 1 },
    { name: "the test decides where they do not", given: { spread: 0.04 }, mde: Math.expm1(4.2044 * 0.043025) },
    { name: "no spread leaves the threshold", given: { spread: 0 }, mde: 0.05 },
  ])("$name", ({ given, mde }) => {
    expect(oracleMde({ ...usual, ...given })).toBeCloseTo(mde, 4);
  });

  test("more baseline runs see smaller changes", () => {
    const noisy = { ...usual, spread: 0.04 };
    expect(oracleMde({ ...noisy, baselineRuns: 30 })).toBeLessThan(oracleMde(noisy));
  });
});
