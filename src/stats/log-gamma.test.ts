import { expect, test } from "vitest";
import { logBeta, logGamma, stirlingError } from "./log-gamma.ts";

test("ln Γ is the factorial's logarithm", () => {
  let factorial = 1;
  for (let n = 1; n <= 15; n++) {
    expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 10);
    factorial *= n;
  }
});

test("Stirling's error is continuous where series and ln Γ meet, and 1/12x far out", () => {
  expect(stirlingError(16 - 1e-9)).toBeCloseTo(stirlingError(16), 11);
  expect(stirlingError(1e6) * 12e6).toBeCloseTo(1, 9);
});

test.each([
  [1, 1, 1],
  [2, 3, 1 / 12],
  [0.5, 0.5, Math.PI],
  [40, 1, 1 / 40],
])("B(%d, %d)", (a, b, wanted) => {
  expect(Math.exp(logBeta(a, b)) / wanted).toBeCloseTo(1, 12);
});

test("close to 0, ln Γ(x) is −ln x, down to the least double", () => {
  expect(logGamma(1e-12)).toBeCloseTo(-Math.log(1e-12), 10);
  expect(logGamma(5e-324)).toBeCloseTo(-Math.log(5e-324), 10);
});
