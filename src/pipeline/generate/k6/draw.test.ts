import { assert, double, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { drawSource } from "./lib/draw-source.ts";
import { selectLines } from "./select-lines.ts";

interface Pass {
  hash: number;
  visits: Record<number, number>;
}
const helper: {
  hashText(text: string, salt: number): number;
  blend(hash: number, number: number): number;
  draw(pass: Pass, place: number): number;
  between(pass: Pass, place: number, least: number, most: number): number;
  happens(pass: Pass, place: number, share: number): boolean;
  oneOf<T>(pass: Pass, place: number, choices: [number, T][]): T;
} = await import(
  `data:text/javascript,${encodeURIComponent(selectLines(drawSource, new Set(["between", "happens", "oneOf"])))}`
);

function pass(iteration: number, scenario = "buy", seed = 20261122): Pass {
  return { hash: helper.blend(helper.hashText(`${seed} ${scenario}`, 0), iteration), visits: {} };
}

/** Counts of `sides` equally likely outcomes stray by more than this with a chance below 1e-6 (five standard deviations). */
function strays(count: number, total: number, share: number): boolean {
  return Math.abs(count - total * share) > 5 * Math.sqrt(total * share * (1 - share));
}

describe("draws", () => {
  test("are these, now and in every later version: runs are compared by them", () => {
    const one = pass(3);
    expect([helper.draw(one, 1), helper.draw(one, 1), helper.draw(one, 2), helper.draw(pass(4), 1)])
      .toMatchInlineSnapshot(`
        [
          0.6099651141557842,
          0.3702410056721419,
          0.12298834975808859,
          0.20615688594989479,
        ]
      `);
  });

  test("are even over iterations, places, visits and seeds", () => {
    const total = 20_000;
    const series: ((index: number) => number)[] = [
      (index) => helper.draw(pass(index), 1),
      (index) => helper.draw(pass(7), index),
      (index) => helper.draw({ ...pass(7), visits: { 1: index } }, 1),
      (index) => helper.draw(pass(7, "buy", index), 1),
      (index) => helper.draw(pass(index * 65_536), 1),
    ];
    for (const draw of series) {
      const buckets = Array.from({ length: 10 }, () => 0);
      for (let index = 0; index < total; index += 1) {
        const bucket = Math.floor(draw(index) * 10);
        buckets[bucket] = (buckets[bucket] ?? 0) + 1;
      }
      expect(buckets.filter((count) => strays(count, total, 0.1))).toEqual([]);
    }
  });

  test("of neighbours have nothing to do with each other", () => {
    const total = 20_000;
    let both = 0;
    for (let index = 0; index < total; index += 1)
      if (helper.draw(pass(index), 1) < 0.5 && helper.draw(pass(index + 1), 1) < 0.5) both += 1;
    expect(strays(both, total, 0.25)).toBe(false);
    let places = 0;
    for (let index = 0; index < total; index += 1)
      if (helper.draw(pass(index), 1) < 0.5 && helper.draw(pass(index), 2) < 0.5) places += 1;
    expect(strays(places, total, 0.25)).toBe(false);
  });

  test("stay within bounds and reach both", () => {
    assert(
      property(
        integer({ min: 0 }),
        integer({ min: 0, max: 5 }),
        integer({ min: 0, max: 5 }),
        (iteration, least, more) => {
          const drawn = helper.between(pass(iteration), 1, least, least + more);
          expect(drawn).toBeGreaterThanOrEqual(least);
          expect(drawn).toBeLessThanOrEqual(least + more);
        },
      ),
    );
    expect(new Set(Array.from({ length: 100 }, (_, index) => helper.between(pass(index), 1, 1, 3)))).toEqual(
      new Set([1, 2, 3]),
    );
  });

  test("follow shares and weights", () => {
    const total = 20_000;
    const counts = { a: 0, b: 0, c: 0, chance: 0 };
    for (let index = 0; index < total; index += 1) {
      counts[
        helper.oneOf(pass(index), 1, [
          [60, "a"],
          [30, "b"],
          [10, "c"],
        ] as [number, "a" | "b" | "c"][])
      ] += 1;
      if (helper.happens(pass(index), 2, 0.3)) counts.chance += 1;
    }
    expect([strays(counts.a, total, 0.6), strays(counts.b, total, 0.3), strays(counts.c, total, 0.1)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(strays(counts.chance, total, 0.3)).toBe(false);
    assert(
      property(integer({ min: 0 }), double({ min: 0.001, max: 1000, noNaN: true }), (iteration, weight) => {
        expect(
          helper.oneOf(pass(iteration), 1, [
            [weight, "x"],
            [0, "never"],
          ]),
        ).toBe("x");
        expect(helper.happens(pass(iteration), 1, 1)).toBe(true);
        expect(helper.happens(pass(iteration), 1, 0)).toBe(false);
      }),
    );
  });
});
