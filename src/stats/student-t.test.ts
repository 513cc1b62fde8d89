import { describe, expect, test } from "vitest";
import { studentT, studentTQuantile, studentTTwoSided } from "./student-t.ts";

/** Closed forms for one to four degrees of freedom. */
const closed: Record<number, (t: number) => number> = {
  1: (t) => 0.5 + Math.atan(t) / Math.PI,
  2: (t) => 0.5 + t / (2 * Math.sqrt(2 + t * t)),
  3: (t) => 0.5 + (t / Math.sqrt(3) / (1 + (t * t) / 3) + Math.atan(t / Math.sqrt(3))) / Math.PI,
  4: (t) => 0.5 + (0.375 * t * (1 - (t * t) / (1 + (t * t) / 4) / 12)) / Math.sqrt(1 + (t * t) / 4),
};

describe("Student's t", () => {
  test.each([1, 2, 3, 4])("the distribution function is the closed form at %d degrees of freedom", (freedom) => {
    for (const t of [-30, -4.2, -1, -0.01, 0, 0.3, 1.5, 2.7, 12, 200])
      expect(studentT(t, freedom)).toBeCloseTo(closed[freedom]?.(t) ?? NaN, 12);
  });

  test.each([
    [0.975, 9, 2.2622],
    [0.99, 9, 2.8214],
    [0.9, 9, 1.383],
    [0.975, 29, 2.0452],
    [0.995, 29, 2.7564],
    [0.975, 4, 2.7764],
    [0.025, 4, -2.7764],
    [0.5, 7, 0],
  ])("quantile %d at %d degrees of freedom is the table's", (p, freedom, wanted) => {
    expect(studentTQuantile(p, freedom)).toBeCloseTo(wanted, 4);
  });

  test("the quantile undoes the distribution function", () => {
    for (const freedom of [1, 4, 11, 29])
      for (const p of [0.001, 0.2, 0.7, 0.999])
        expect(studentT(studentTQuantile(p, freedom), freedom)).toBeCloseTo(p, 9);
  });

  test("the two-sided p is twice the upper tail, whatever the sign, and keeps its digits far out", () => {
    expect(studentTTwoSided(-2.2622, 9)).toBe(studentTTwoSided(2.2622, 9));
    expect(studentTTwoSided(2.262157, 9)).toBeCloseTo(0.05, 6);
    expect(studentTTwoSided(1e6, 9)).toBeGreaterThan(0);
    expect(studentTTwoSided(1e6, 9)).toBeLessThan(1e-45);
  });
});
