import { describe, expect, it } from "vitest";
import { stackedRows } from "./stacked-rows.ts";

describe("stacked bars", () => {
  it("are the longest first, with nothing where a part is not known", () => {
    const series = [
      { name: "waiting", values: [5, 20, null] },
      { name: "receiving", values: [1, 2, 4] },
    ];
    expect(stackedRows({ x: ["cart", "pay", "list"], series })).toEqual([
      { name: "pay", parts: [20, 2], total: 22 },
      { name: "cart", parts: [5, 1], total: 6 },
      { name: "list", parts: [0, 4], total: 4 },
    ]);
  });
});
