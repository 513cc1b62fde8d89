import { describe, expect, test } from "vitest";
import { basisOf, endpointAt, normals, runAt } from "../../../../test/support/compared-runs.ts";
import type { BaselineRun } from "../../../contract/baseline.ts";
import { defaultComparisonRules, type Comparison } from "../../../contract/comparison.ts";
import { compareWithBaselines } from "./compare.ts";

/**
 * p95 of one run against ten, ln p95 normal around 100 ms with a spread, and the effect on the last run. Seeded, so that the counts are
 * the same everywhere; the bounds are those that the published tables of the analysis reference give for such hosts.
 */
function simulate(spread: number, effect: number, endpoints: number, times: number): Comparison[][] {
  const draw = normals(`${spread}/${effect}/${endpoints}`);
  const run = (number: number, factor: number): BaselineRun =>
    runAt(number, 100, {
      endpoints: Array.from({ length: endpoints }, (_, i) =>
        endpointAt(100 * factor * Math.exp(spread * draw()), { endpoint: `e${i}` }),
      ),
    });
  return Array.from({ length: times }, () => {
    const runs = Array.from({ length: 10 }, (_, i) => run(i + 1, 1));
    const { comparisons } = compareWithBaselines(run(99, 1 + effect), basisOf(runs), defaultComparisonRules);
    return comparisons.filter(({ statistic }) => statistic === "p95");
  });
}

function shareOf(comparisons: readonly Comparison[], status: Comparison["status"]): number {
  return comparisons.filter((comparison) => comparison.status === status).length / comparisons.length;
}

describe("error rates of the detector on simulated runs", () => {
  test.each([
    // A stable host: 0.7 % between runs.
    { spread: 0.007, effect: 0, suspected: [0, 0.01] },
    { spread: 0.007, effect: 0.1, suspected: [0.98, 1] },
    { spread: 0.017, effect: 0, suspected: [0, 0.015] },
    { spread: 0.017, effect: 0.1, suspected: [0.88, 1] },
    { spread: 0.017, effect: 0.2, suspected: [0.99, 1] },
    // A new machine for each run: 2.6 %. A tenth is seldom seen there, and never denied.
    { spread: 0.026, effect: 0.1, suspected: [0.55, 0.85] },
    { spread: 0.026, effect: 0.2, suspected: [0.95, 1] },
  ])("spread $spread, effect $effect: suspected in $suspected", ({ spread, effect, suspected }) => {
    const comparisons = simulate(spread, effect, 10, 15).flat();
    const share = shareOf(comparisons, "regression-suspected");
    expect(share).toBeGreaterThanOrEqual(suspected[0] ?? NaN);
    expect(share).toBeLessThanOrEqual(suspected[1] ?? NaN);
  });

  test.each([0.007, 0.017, 0.026])("spread %d: a change of a tenth is never denied", (spread) => {
    const comparisons = simulate(spread, 0.1, 10, 15).flat();
    expect(shareOf(comparisons, "no-regression")).toBeLessThanOrEqual(0.02);
  });

  test("what a comparison says it could see it does see", () => {
    const comparisons = [0.007, 0.017, 0.026].flatMap((spread) => simulate(spread, 0.12, 10, 10).flat());
    const able = comparisons.filter(({ mde }) => mde !== null && mde <= 0.12);
    expect(able.length).toBeGreaterThan(100);
    expect(shareOf(able, "regression-suspected")).toBeGreaterThan(0.95);
  });

  test("of runs with thirteen endpoints and no change few accuse one, and hardly any twice", () => {
    const runs = simulate(0.017, 0, 13, 60);
    const accused = runs.filter((run) => shareOf(run, "regression-suspected") > 0);
    expect(accused.length / runs.length).toBeLessThanOrEqual(0.05);
  });
});
