import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitKnee } from "./fit-knee.ts";

const loads = [50, 100, 150, 200, 250, 300, 350, 400];
const pointsOf = (p95: (offered: number) => number) => loads.map((offered) => ({ offered, p95: p95(offered) }));

describe("fitKnee", () => {
  it("finds where a flat latency begins to climb", () => {
    const points = pointsOf((x) => 40 * Math.exp(Math.max(0, x - 250) / 60));
    expect(fitKnee(points)).toBe(250);
  });

  it("finds the bend of a queue, near its capacity", () => {
    // One server, capacity 420/s: latency grows as 1/(1 - utilisation).
    const knee = fitKnee(pointsOf((x) => 10 / (1 - x / 420)));
    expect(knee).toBeGreaterThanOrEqual(300);
    expect(knee).toBeLessThanOrEqual(375);
  });

  it.each<[string, (x: number) => number]>([
    ["latency that does not change", () => 40],
    ["latency that grows with the load evenly", (x) => 40 * Math.exp(x / 400)],
    ["latency that falls", (x) => 80 - x / 10],
    ["latency that bends down", (x) => 40 * Math.exp(Math.min(x, 200) / 100)],
    ["noise that ends high", (x) => [40, 60, 38, 57, 44, 36, 55, 66][loads.indexOf(x)] ?? 0],
    ["a rise of a few percent", (x) => (x > 300 ? 40.5 : 40)],
  ])("finds no knee in %s", (_, p95) => {
    expect(fitKnee(pointsOf(p95))).toBeNull();
  });

  it("finds none with fewer than five levels or without a latency", () => {
    const points = pointsOf((x) => 40 * Math.exp(Math.max(0, x - 150) / 60));
    expect(fitKnee(points.slice(0, 4))).toBeNull();
    expect(fitKnee([...points, { offered: 450, p95: NaN }])).toBeNull();
  });

  it("does not depend on the units of latency", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 8, maxLength: 8 }),
        fc.constantFrom(0.001, 2, 1000),
        (values, scale) => {
          const points = loads.map((offered, i) => ({ offered, p95: values[i] ?? 1 }));
          const scaled = points.map(({ offered, p95 }) => ({ offered, p95: p95 * scale }));
          expect(fitKnee(scaled)).toBe(fitKnee(points));
        },
      ),
    );
  });
});
