import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "./seeded-random.ts";
import { ServiceTimes, timeAt } from "./service-times.ts";
import { services, type TwoModes } from "./services.ts";

const { times } = services["get-order"];

const modes: TwoModes = { short: [1, 2], long: [3, 4], longShare: 0.25 };

/** The p95 of one run's requests to get-order: 250 a second for 30 seconds. */
const p95Of = (seed: number): number => {
  const source = new ServiceTimes(seededRandom(seed));
  const drawn = Array.from({ length: 7500 }, () => source.next("get-order", times).ms).toSorted((a, b) => a - b);
  return drawn[7125] ?? 0;
};

describe("service times", () => {
  it("stay within their two modes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), (millionths) => {
        const place = millionths / 1_000_000;
        const { ms, long } = timeAt(place, times);
        const [from, to] = long ? times.long : times.short;
        expect(ms).toBeGreaterThanOrEqual(from);
        expect(ms).toBeLessThanOrEqual(to);
        expect(long).toBe(place >= 1 - times.longShare);
      }),
    );
  });

  it.each([1, 2, 3, 4, 5])("have their p95 in the middle of the long mode, run after run (seed %i)", (seed) => {
    expect(p95Of(seed)).toBeCloseTo(53, 1);
  });

  it("take the long way as often as they should in every short stretch", () => {
    const source = new ServiceTimes(seededRandom(9));
    for (let stretch = 0; stretch < 50; stretch++) {
      const long = Array.from({ length: 40 }, () => source.next("prices", modes).long);
      expect(Math.abs(long.filter(Boolean).length - 10)).toBeLessThanOrEqual(1);
    }
  });

  it("do not depend on the requests to other services", () => {
    const alone = new ServiceTimes(seededRandom(9));
    const amid = new ServiceTimes(seededRandom(9));
    for (let count = 0; count < 20; count++) {
      expect(amid.next("prices", modes)).toEqual(alone.next("prices", modes));
      amid.next("stock", modes);
    }
  });

  it("repeat with their seed", () => {
    expect(p95Of(7)).toBe(p95Of(7));
  });
});
