import { array, assert, boolean, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { clopperPearson } from "../../src/stats/binomial.ts";
import { proportion, type Trial } from "./proportion.ts";

const named = { name: "recall", set: "set", group: "group" };
const trials = (clusters: readonly (readonly boolean[])[]): Trial[] =>
  clusters.flatMap((cluster, c) => cluster.map((hit) => ({ hit, cluster: `c${c}`, unit: `c${c}` })));
const times = (count: number, hit: boolean): boolean[] => Array.from({ length: count }, () => hit);

describe("a share with its interval", () => {
  test("independent cases have Clopper and Pearson's", () => {
    const cases = trials([...times(9, true), false].map((hit) => [hit]));
    const [low, high] = clopperPearson(9, 10);
    expect(proportion(named, cases)).toEqual({ ...named, hits: 9, of: 10, value: 0.9, low, high });
  });

  test("clusters that all say the same do not make certain: as many cases as there are clusters", () => {
    const { low, high } = proportion(named, trials([times(50, true), times(50, true), times(50, true)]));
    expect([low, high]).toEqual(clopperPearson(3, 3));
  });

  test("clusters that differ make the interval wider than independent cases would", () => {
    const unlike = Array.from({ length: 20 }, (_, i) => times(20, i % 2 === 0));
    const { low, high } = proportion(named, trials(unlike));
    const [alone, above] = clopperPearson(200, 400);
    expect((high ?? 0) - (low ?? 0)).toBeGreaterThan(3 * (above - alone));
  });

  test("without a case there is no value", () => {
    expect(proportion(named, [])).toEqual({ ...named, hits: 0, of: 0, value: null, low: null, high: null });
  });

  test("the value lies in its interval, which is the same each time and never narrower than that of the units", () => {
    expect(() => {
      assert(
        property(array(record({ hit: boolean(), cluster: integer({ min: 0, max: 5 }) }), { minLength: 1 }), (drawn) => {
          const cases = drawn.map(({ hit, cluster }) => ({ hit, cluster: `${cluster}`, unit: `${cluster}` }));
          const { value, low, high } = proportion(named, cases);
          const units = new Set(drawn.map(({ cluster }) => cluster)).size;
          const [least, most] = clopperPearson((value ?? NaN) * units, units);
          expect(low).toBeLessThanOrEqual(Math.min(value ?? NaN, least));
          expect(high).toBeGreaterThanOrEqual(Math.max(value ?? NaN, most));
          expect(proportion(named, cases)).toMatchObject({ low, high });
        }),
        { numRuns: 50 },
      );
    }).not.toThrow();
  });
});
