import { describe, expect, it } from "vitest";
import { objectiveOf, planOf, slosOf, startOfRun, steady, windowsOf } from "../../../../test/support/fabricated-run.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import { seededRandom } from "../../../stats/seeded-random.ts";
import { indexRun } from "../run-series.ts";
import { measureCapacity } from "./measure-capacity.ts";

const rates = [10, 20, 30, 40, 50, 60, 70, 80];
const holdMs = 20_000;

function climbing(steps: readonly number[]): TestPlan {
  const plan = planOf();
  return {
    ...plan,
    scenarios: plan.scenarios.map((scenario) => ({
      ...scenario,
      load: {
        model: "open",
        profile: "stress",
        drainMs: 30_000,
        hold: null,
        maxVus: 50,
        maxVusReason: "as written",
        stages: steps.flatMap((toPerSecond) => [
          { toPerSecond, durationMs: 0 },
          { toPerSecond, durationMs: holdMs },
        ]),
      },
    })),
  };
}

/** Answers of a service whose latency has a mean by rate and spreads by a third around it. */
function runOf(meanMs: (rate: number) => number, failing: (rate: number) => number = () => 0) {
  const random = seededRandom("capacity");
  const samples = rates.flatMap((perSecond, i) => {
    const span = { fromMs: i * holdMs, toMs: (i + 1) * holdMs, perSecond };
    const all = steady({ ...span, value: () => meanMs(perSecond) * (0.67 + 0.66 * random()) });
    const failed = all.filter((_, k) => k % 100 < failing(perSecond) * 100);
    return [...all, ...failed.map((sample) => ({ ...sample, measure: "failed-latency" as const }))];
  });
  return indexRun(windowsOf(samples), startOfRun);
}

const bent = (rate: number): number => 40 * Math.exp(Math.max(0, rate - 50) / 10);

describe("measureCapacity", () => {
  it("tells the figures of every level", () => {
    const capacity = measureCapacity(
      runOf(bent, (rate) => (rate === 80 ? 0.25 : 0)),
      climbing(rates),
      slosOf(),
      1,
    );
    expect(capacity?.steps.map(({ offered }) => offered)).toEqual(rates);
    const [first, last] = [capacity?.steps[0], capacity?.steps.at(-1)];
    expect(first).toMatchObject({ fromMs: 2000, toMs: 20_000, unit: "per-second", errorRate: 0, apdex: 1 });
    expect(first?.throughput).toBeCloseTo(10, 0);
    expect(first?.p50).toBeCloseTo(40, -0.5);
    expect(last?.errorRate).toBeCloseTo(0.25, 1);
    // 40·e³ = 803 ms: all but the failed ones are tolerated at T = 500 ms.
    expect(last?.apdex).toBeGreaterThan(0.37);
    expect(last?.apdex).toBeLessThan(0.45);
  });

  it("finds the knee with an interval that holds it", () => {
    const capacity = measureCapacity(runOf(bent), climbing(rates), slosOf(), 1);
    expect(capacity?.knee?.offered).toBeGreaterThanOrEqual(45);
    expect(capacity?.knee?.offered).toBeLessThanOrEqual(55);
    const [low, high] = capacity?.knee?.interval ?? [NaN, NaN];
    expect(low).toBeGreaterThanOrEqual(35);
    expect(high).toBeLessThanOrEqual(65);
    expect(capacity?.kneeText).toMatch(/^latency rises out of proportion from .+\/s on \(interval .+\)$/u);
  });

  it("says so where latency does not rise", () => {
    const capacity = measureCapacity(
      runOf(() => 40),
      climbing(rates),
      slosOf(),
      1,
    );
    expect(capacity).toMatchObject({ knee: null, usl: null });
    expect(capacity?.kneeText).toBe("no knee up to 80/s: latency has no bend that stands out");
  });

  it("does not call a steep rise without a bend a flat one", () => {
    const capacity = measureCapacity(
      runOf((rate) => 40 * Math.exp(rate / 20)),
      climbing(rates),
      slosOf(),
      1,
    );
    expect(capacity?.knee).toBeNull();
    expect(capacity?.kneeText).toBe("no knee up to 80/s: latency has no bend that stands out");
  });

  it("takes no level for measured that was not offered to its end, as the run was being stopped", () => {
    const capacity = measureCapacity(runOf(bent), climbing(rates), slosOf(), 1, 90_000);
    expect(capacity?.steps.map(({ offered }) => offered)).toEqual([10, 20, 30, 40]);
  });

  it("says how many levels a knee needs", () => {
    const capacity = measureCapacity(runOf(bent), climbing(rates.slice(0, 4)), slosOf(), 1);
    expect(capacity).toMatchObject({ knee: null, kneeText: "4 levels of load with enough requests: a knee needs 5" });
  });

  it("takes T from an objective on Apdex", () => {
    const slos = slosOf(objectiveOf({ statistic: { kind: "apdex", toleratedMs: 30 }, unit: "score" }));
    const capacity = measureCapacity(
      runOf(() => 40),
      climbing(rates),
      slos,
      1,
    );
    expect(capacity?.apdexToleratedMs).toBe(30);
    expect(capacity?.steps[0]?.apdex).toBeLessThan(0.65);
  });

  it("fits the law of scaling over the requests that were under way, not over the rate that was offered", () => {
    // By Little's law 10 to 80 answers a second of 0.1 s are 1 to 8 at a time, and grow in step: no peak.
    expect(
      measureCapacity(
        runOf(() => 100),
        climbing(rates),
        slosOf(),
        1,
      )?.usl,
    ).toBeNull();
    // Twice the offered rate is never answered: what counts is what came back.
    const offered = climbing(rates.map((rate) => 2 * rate));
    const capacity = measureCapacity(
      runOf(() => 100),
      offered,
      slosOf(),
      1,
    );
    expect(capacity?.steps.map(({ throughput }) => Math.round(throughput))).toEqual(rates);
  });

  it("has nothing to tell of a level load", () => {
    expect(measureCapacity(runOf(bent), planOf(), slosOf(), 1)).toBeNull();
  });
});
