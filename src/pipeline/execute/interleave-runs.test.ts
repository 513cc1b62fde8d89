import * as fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../stats/seeded-random.ts";
import { interleaveRuns } from "./interleave-runs.ts";

const letters = (pairs: number, random: () => number): string =>
  interleaveRuns(pairs, random)
    .map(({ side, pair }) => `${side === "before" ? "A" : "B"}${pair}`)
    .join(" ");

test.each([
  { pairs: 2, draw: 0.2, wanted: "A1 B1 B2 A2" },
  { pairs: 2, draw: 0.7, wanted: "B1 A1 A2 B2" },
  { pairs: 3, draw: 0.2, wanted: "A1 B1 B2 A2 A3 B3" },
  { pairs: 0, draw: 0.2, wanted: "" },
])("$pairs pairs with a draw of $draw", ({ pairs, draw, wanted }) => {
  expect(letters(pairs, () => draw)).toBe(wanted);
});

test("every pair has both builds beside each other, a steady drift cancels in whole blocks, and the seed decides", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.string(), (pairs, seed) => {
      const turns = interleaveRuns(pairs, seededRandom(seed));
      expect(turns).toHaveLength(2 * pairs);
      let drift = 0;
      for (let at = 0; at < turns.length; at += 2) {
        const [one, other] = [turns[at], turns[at + 1]];
        expect(one?.pair).toBe(at / 2 + 1);
        expect(other?.pair).toBe(one?.pair);
        expect(other?.side).not.toBe(one?.side);
        drift += one?.side === "before" ? 1 : -1;
      }
      // The place of a run grows with time: within a block the first is first once and last once.
      expect(Math.abs(drift)).toBe(pairs % 2);
      expect(interleaveRuns(pairs, seededRandom(seed))).toEqual(turns);
    }),
  );
});

test("both orders of a block are drawn", () => {
  const firsts = new Set(Array.from({ length: 20 }, (_, seed) => letters(2, seededRandom(`${seed}`))));
  expect(firsts).toEqual(new Set(["A1 B1 B2 A2", "B1 A1 A2 B2"]));
});
