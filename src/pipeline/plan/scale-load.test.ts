import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testPlanSchema, type Load, type TestPlan } from "../../contract/test-plan.ts";
import { smallPlan, smallScenario } from "../../../test/support/small-plan.ts";
import { understandForTest } from "../../../test/support/understood-plan.ts";
import { previewLoad } from "./arithmetic.ts";
import { durationOf } from "./load-shape.ts";
import { scaleLoad } from "./scale-load.ts";

function loadsOf(plan: TestPlan): Load[] {
  return plan.scenarios.map(({ load }) => load);
}

const written = understandForTest(`target: local
endpoints: { home: { path: / } }
scenarios:
  open: { mix: { home: 1 }, load: { profile: load, rate: 15/s, maxVus: 9, rampUp: 10s, hold: 1m, rampDown: 5s } }
  closed: { startAfter: 15s, mix: { home: 1 }, load: { profile: spike, vus: 3, before: 1m, spike: 5s, after: 30s } }
  shared: { mix: { home: 1 }, load: { iterations: 7, vus: 3, maxDuration: 1m } }
  each: { mix: { home: 1 }, load: { iterations: 7, vus: 3, mode: per-vu, maxDuration: 1m } }
`).plan;

/** A plan without its levels. */
function bare(plan: TestPlan): unknown {
  const scenarios = plan.scenarios.map(({ load, ...rest }) => ({ ...rest, hold: load.hold, drainMs: load.drainMs }));
  return { ...plan, scenarios };
}

/** How long each scenario takes, times `factor`, in whole milliseconds. */
function lengths(plan: TestPlan, factor: number): number[] {
  return loadsOf(plan).map((load) =>
    load.model === "iterations"
      ? Math.max(1, Math.round(load.maxDurationMs * factor))
      : Math.round(durationOf(load.stages) * factor),
  );
}

describe("half the load", () => {
  const half = scaleLoad(written, { load: 0.5 });

  it("has half the rates, users and iterations, rounded up", () => {
    expect(loadsOf(half)).toMatchObject([
      { stages: [{ toPerSecond: 7.5 }, { toPerSecond: 7.5 }, { toPerSecond: 0 }], maxVus: 5 },
      { stages: [2, 2, 8, 8, 2, 2].map((toVus) => ({ toVus })) },
      { iterations: 4, vus: 2 },
      { iterations: 7, vus: 2 },
    ]);
    expect(half.scenarios[0]?.load).toMatchObject({ maxVusReason: "50 % of 9 (as written)" });
  });

  it("leaves all else as it is", () => {
    expect(bare(half)).toEqual(bare(written));
    expect(previewLoad(half)).toMatchObject({ durationMs: previewLoad(written).durationMs });
  });
});

it("does not round up what fractions make too large", () => {
  // 0.07 × 100 is 7.000000000000001.
  const load = { ...smallScenario("s", "list").load, stages: [{ toVus: 100, durationMs: 1 }] };
  const plan = smallPlan({ scenarios: [{ ...smallScenario("s", "list"), load: { ...load, model: "closed" } }] });
  expect(loadsOf(scaleLoad(plan, { load: 0.07 }))).toMatchObject([{ stages: [{ toVus: 7 }] }]);
});

describe("a third of the time", () => {
  const third = scaleLoad(written, { time: 1 / 3 });

  it("shortens stages, starts and what holds in step; the drain stays", () => {
    const [open, closed, shared, each] = third.scenarios;
    expect(open?.load).toMatchObject({
      stages: [{ durationMs: 3_333 }, { durationMs: 20_000 }, { durationMs: 1_667 }],
      hold: { fromMs: 3_333, toMs: 23_333 },
      drainMs: 30_000,
    });
    expect(closed?.startAfterMs).toBe(5_000);
    expect(closed?.load).toMatchObject({
      stages: [0, 20_000, 0, 1_667, 0, 10_000].map((durationMs) => ({ durationMs })),
    });
    expect(shared?.load).toMatchObject({ iterations: 3, vus: 3, maxDurationMs: 20_000 });
    expect(each?.load).toMatchObject({ iterations: 3, vus: 3, maxDurationMs: 20_000 });
  });
});

it.each([0, -1, 1.5, NaN, Infinity])("refuses %s as a share", (share) => {
  expect(() => scaleLoad(written, { load: share })).toThrow(RangeError);
  expect(() => scaleLoad(written, { time: share })).toThrow(RangeError);
});

const common = fc.record({
  profile: fc.constant("explicit" as const),
  drainMs: fc.nat(30_000),
  hold: fc.constant(null),
});
const durationMs = fc.nat(60_000);
const open = fc
  .tuple(
    common,
    fc.array(fc.record({ toPerSecond: fc.nat(500), durationMs }), { minLength: 1, maxLength: 5 }),
    fc.integer({ min: 1, max: 300 }),
  )
  .map(([rest, stages, maxVus]): Load => ({ model: "open", ...rest, stages, maxVus, maxVusReason: "as written" }));
const closed = fc
  .tuple(common, fc.array(fc.record({ toVus: fc.nat(300), durationMs }), { minLength: 1, maxLength: 5 }))
  .map(([rest, stages]): Load => ({ model: "closed", ...rest, stages }));
const iterating = fc
  .tuple(
    common,
    fc.integer({ min: 1, max: 300 }),
    fc.nat(2_000),
    fc.constantFrom("shared" as const, "per-vu" as const),
    fc.integer({ min: 1, max: 60_000 }),
  )
  .map(([rest, vus, more, mode, maxDurationMs]): Load => {
    const iterations = mode === "shared" ? vus + more : 1 + more;
    return { model: "iterations", ...rest, iterations, vus, mode, maxDurationMs };
  });
const plans = fc
  .array(fc.tuple(fc.oneof(open, closed, iterating), fc.nat(60_000)), { minLength: 1, maxLength: 4 })
  .map((scenarios) =>
    smallPlan({
      scenarios: scenarios.map(([load, startAfterMs], index) => ({
        ...smallScenario(`s${index}`, "list"),
        startAfterMs,
        load,
      })),
    }),
  );
const shares = fc.double({ min: 0.001, max: 1, noNaN: true });

/** Every number of a load that `load` scales, in order. */
function levelsOf(load: Load): number[] {
  if (load.model === "open") return [load.maxVus, ...load.stages.map(({ toPerSecond }) => toPerSecond)];
  return load.model === "closed" ? load.stages.map(({ toVus }) => toVus) : [load.vus, load.iterations];
}

describe("any plan", () => {
  it("is itself at share 1", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(scaleLoad(plan, {})).toEqual(plan);
      }),
    );
  });

  it("never has more users and rate than its share, but for one user a scenario", () => {
    fc.assert(
      fc.property(plans, shares, (plan, load) => {
        const before = previewLoad(plan);
        const after = previewLoad(scaleLoad(plan, { load }));
        expect(after.peakVus).toBeLessThanOrEqual(Math.ceil(load * before.peakVus) + plan.scenarios.length);
        expect(after.peakRatePerSecond ?? 0).toBeLessThanOrEqual((before.peakRatePerSecond ?? 0) * load + 1e-6);
        expect(after.maxDurationMs).toBeLessThanOrEqual(before.maxDurationMs);
      }),
    );
  });

  it("takes its share of the time, however many stages it has", () => {
    fc.assert(
      fc.property(plans, shares, (plan, time) => {
        expect(lengths(scaleLoad(plan, { time }), 1)).toEqual(lengths(plan, time));
      }),
    );
  });

  it("stays a plan that an engine takes, and does not stop to exist", () => {
    fc.assert(
      fc.property(plans, shares, shares, (plan, load, time) => {
        const scaled = scaleLoad(plan, { load, time });
        expect(testPlanSchema.parse(scaled)).toEqual(scaled);
        for (const [index, one] of loadsOf(scaled).entries()) {
          const sharing = one.model === "iterations" && one.mode === "shared" ? one : { iterations: 1, vus: 1 };
          expect(sharing.iterations).toBeGreaterThanOrEqual(sharing.vus);
          const whole = plan.scenarios[index]?.load;
          expect(levelsOf(one).map((level) => level > 0)).toEqual(
            whole === undefined ? [] : levelsOf(whole).map((level) => level > 0),
          );
        }
      }),
    );
  });

  it("is about the same whether it is scaled twice or once", () => {
    fc.assert(
      fc.property(plans, shares, shares, (plan, first, second) => {
        const twice = loadsOf(scaleLoad(scaleLoad(plan, { load: first }), { load: second })).flatMap(levelsOf);
        const once = loadsOf(scaleLoad(plan, { load: first * second })).flatMap(levelsOf);
        expect(twice.every((level, index) => Math.abs(level - (once[index] ?? NaN)) <= 1)).toBe(true);
      }),
    );
  });
});
