import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowsInSight, sortRows } from "./sort-rows.ts";

const same = <T>(value: T): T => value;

describe("sorted rows", () => {
  it.each([
    [[3, null, 1, 2], false, [1, 2, 3, null]],
    [[3, null, 1, 2], true, [3, 2, 1, null]],
    [[1, Number.NaN, 0], false, [0, 1, Number.NaN]],
    [["run 10", "run 9", "Alpha"], false, ["Alpha", "run 9", "run 10"]],
  ])("%j, descending %s", (rows, descending, expected) => {
    expect(sortRows<number | string | null>(rows, same, descending)).toEqual(expected);
  });

  it("leaves equal rows in their order", () => {
    const rows = [
      { name: "a", value: 1 },
      { name: "b", value: 0 },
      { name: "c", value: 1 },
    ];
    expect(sortRows(rows, ({ value }) => value, true).map(({ name }) => name)).toEqual(["a", "c", "b"]);
  });
});

describe("rows in sight", () => {
  it("are those between the edges, and ten more on each side", () => {
    expect(rowsInSight(500, { scrollTop: 3400, height: 340, rowHeight: 34 })).toEqual({ first: 90, end: 120 });
    expect(rowsInSight(500, { scrollTop: 0, height: 340, rowHeight: 34 })).toEqual({ first: 0, end: 20 });
    expect(rowsInSight(3, { scrollTop: 99_999, height: 340, rowHeight: 34 })).toEqual({ first: 3, end: 3 });
  });

  it("always lie within the list and hold what is in sight", () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(80_000), fc.integer({ min: 1, max: 900 }), (count, scrollTop, height) => {
        const { first, end } = rowsInSight(count, { scrollTop, height, rowHeight: 34 });
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(count);
        expect(end).toBeGreaterThanOrEqual(first);
        const shown = Math.floor((scrollTop + height / 2) / 34);
        expect(shown >= count || (first <= shown && shown < end)).toBe(true);
      }),
    );
  });
});
