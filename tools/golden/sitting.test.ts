import { describe, expect, test } from "vitest";
import { Sitting } from "./sitting.ts";

function sittingOf(given: { minutes?: number; total?: number; signal?: AbortSignal }) {
  const clock = { now: 1000 };
  const lines: string[] = [];
  const sitting = new Sitting({
    minutes: given.minutes ?? Infinity,
    total: given.total ?? 0,
    signal: given.signal ?? new AbortController().signal,
    now: () => clock.now,
    tell: (line) => lines.push(line),
  });
  return { sitting, clock, lines };
}

describe("sitting", () => {
  test("the rest takes as long as what was made", () => {
    const { sitting, clock, lines } = sittingOf({ total: 200 });
    clock.now += 40_000;
    sitting.stored("a");
    clock.now += 20_000;
    sitting.stored("b");
    expect(lines).toEqual(["a  (199 left, about 2h13m)", "b  (198 left, about 1h39m)"]);
  });

  test("begins nothing that would not end in time", () => {
    const { sitting, clock } = sittingOf({ minutes: 1 });
    expect([sitting.mayBegin(60), sitting.mayBegin(61)]).toEqual([true, false]);
    clock.now += 30_000;
    expect([sitting.mayBegin(30), sitting.mayBegin(31)]).toEqual([true, false]);
  });

  test("begins nothing once it was stopped", () => {
    expect(sittingOf({ signal: AbortSignal.abort() }).sitting.mayBegin(1)).toBe(false);
  });
});
