import { describe, expect, it } from "vitest";
import { fitUsl } from "./fit-usl.ts";

const levels = [1, 2, 4, 8, 16, 24, 32];
const pointsOf = (throughput: (n: number) => number) =>
  levels.map((concurrency) => ({ concurrency, throughput: throughput(concurrency) }));

describe("fitUsl", () => {
  it("recovers the law that made the data", () => {
    const [lambda, sigma, kappa] = [100, 0.05, 0.001];
    const usl = fitUsl(pointsOf((n) => (lambda * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1))));
    expect(usl?.lambda).toBeCloseTo(lambda, 6);
    expect(usl?.sigma).toBeCloseTo(sigma, 8);
    expect(usl?.kappa).toBeCloseTo(kappa, 8);
    // √((1 − 0.05) / 0.001)
    expect(usl?.peakAt).toBeCloseTo(30.822, 3);
    expect(usl?.peak).toBeCloseTo((100 * 30.822) / (1 + 0.05 * 29.822 + 0.001 * 30.822 * 29.822), 2);
  });

  it.each<[string, (n: number) => number]>([
    ["throughput that grows with the load", (n) => 100 * n],
    ["contention without a peak (Amdahl)", (n) => (100 * n) / (1 + 0.1 * (n - 1))],
    ["a peak far beyond the load that was seen", (n) => (100 * n) / (1 + 0.02 * (n - 1) + 0.0001 * n * (n - 1))],
    ["a peak that only its last level gives", (n) => (n === 32 ? 500 : 100 * n)],
    [
      "a peak that one level moves by more than a quarter",
      (n) => ((n === 32 ? 0.7 : 1) * 100 * n) / (1 + 0.05 * (n - 1) + 0.001 * n * (n - 1)),
    ],
  ])("tells nothing of %s", (_, throughput) => {
    expect(fitUsl(pointsOf(throughput))).toBeNull();
  });

  it("needs six levels", () => {
    const points = pointsOf((n) => (100 * n) / (1 + 0.05 * (n - 1) + 0.001 * n * (n - 1)));
    expect(fitUsl(points.slice(-5))).toBeNull();
    expect(fitUsl(points.slice(-6))).not.toBeNull();
  });
});
