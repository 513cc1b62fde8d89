import { describe, expect, it } from "vitest";
import { precedentOf } from "./precedent.ts";

const ten = Array.from({ length: 10 }, (_, i) => i);

/** All alike but the last. */
const runs = (count: number): number[] => [...Array.from({ length: count - 1 }, () => 1), 5];

describe("precedentOf", () => {
  it("counts the earlier runs that were as bad, or as good", () => {
    const precedent = precedentOf(ten, 1);
    expect([precedent.asBad(8), precedent.asBad(9.1), precedent.asGood(0), precedent.asGood(-1)]).toEqual([2, 0, 1, 0]);
  });

  it("turns round where less is worse", () => {
    const precedent = precedentOf(ten, -1);
    expect([precedent.asBad(1), precedent.asBad(-0.1), precedent.asGood(8)]).toEqual([2, 0, 2]);
  });

  it("forgives one accident among twenty runs, and none among nineteen", () => {
    expect(precedentOf(runs(19), 1).asBad(3)).toBe(1);
    expect(precedentOf(runs(20), 1).asBad(3)).toBe(0);
    expect(precedentOf(runs(20), 1).asBad(1)).toBe(19);
  });

  it("tells how large a change must be to lie beyond them", () => {
    expect(precedentOf([0, 0.1, 0.2], 1).worst(0.1, 0.05)).toBeCloseTo(Math.exp(0.15) - 1, 12);
    expect(precedentOf([0, 0.1, 0.2], -1).worst(0.1, 0.05)).toBeCloseTo(Math.exp(0.15) - 1, 12);
  });
});
