import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Turnstile } from "./turnstile.ts";

/** A turnstile with as many visitors as are wanted, each of whom stays until it is told to leave. */
const visited = (places: number, visitors: number) => {
  const turnstile = new Turnstile();
  const entered: number[] = [];
  const leave: (() => void)[] = [];
  const passes = Array.from({ length: visitors }, (_, visitor) =>
    turnstile.pass(places, () => {
      entered.push(visitor);
      return new Promise<void>((resolve) => (leave[visitor] = resolve));
    }),
  );
  return { turnstile, entered, leave, passes };
};

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it("lets no more through at a time than it has places, in the order of arrival", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }), async (places, visitors) => {
      const { turnstile, entered, leave, passes } = visited(places, visitors);
      for (let gone = 0; gone < visitors; gone++) {
        await settle();
        expect(entered).toEqual(Array.from({ length: Math.min(visitors, gone + places) }, (_, index) => index));
        leave[gone]?.();
      }
      await Promise.all(passes);
      const waited = Math.max(0, visitors - places);
      expect(turnstile.seen).toEqual({ waited, longestQueue: waited });
    }),
    { numRuns: 30 },
  );
});

it("frees the place of one whose work fails", async () => {
  const turnstile = new Turnstile();
  await expect(turnstile.pass(1, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await turnstile.pass(1, () => "next")).toBe("next");
  expect(turnstile.seen.waited).toBe(0);
});
