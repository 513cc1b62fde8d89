import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createModelBudget } from "./model-budget.ts";

describe("the budget of model calls", () => {
  it("holds calls under way against the cap, and gives back what they did not use", () => {
    const budget = createModelBudget(1);
    expect([budget.reserve(0.5), budget.reserve(0.5), budget.reserve(0.25)]).toEqual([true, true, false]);
    budget.settle(0.5, 0.125);
    expect(budget.spent).toBe(0.125);
    expect([budget.reserve(0.5), budget.reserve(0.375)]).toEqual([false, true]);
  });

  it("lets everything be without a cap, and counts it", () => {
    const budget = createModelBudget(null);
    expect(budget.reserve(1000)).toBe(true);
    budget.settle(1000, 900);
    expect(budget.spent).toBe(900);
  });

  it("is never passed while calls cost no more than was reserved", () => {
    // Quarters, whose sums are exact.
    const quarters = fc.integer({ min: 0, max: 20 }).map((count) => count / 4);
    fc.assert(
      fc.property(
        quarters,
        fc.array(fc.tuple(quarters, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())),
        (cap, calls) => {
          const budget = createModelBudget(cap);
          const open: [number, number][] = [];
          for (const [most, used, finishes] of calls) {
            if (budget.reserve(most)) open.push([most, Math.floor(most * used * 4) / 4]);
            const call = finishes ? open.shift() : undefined;
            if (call !== undefined) budget.settle(...call);
            expect(budget.spent).toBeLessThanOrEqual(cap);
          }
          for (const call of open) budget.settle(...call);
          expect(budget.spent).toBeLessThanOrEqual(cap);
        },
      ),
    );
  });
});
