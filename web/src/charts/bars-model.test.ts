import { describe, expect, it } from "vitest";
import { layOutBars } from "./bars-model.ts";

const box = { width: 120, height: 60, left: 10, right: 10, top: 10, bottom: 10 };

describe("a distribution", () => {
  it("fills its first series and draws the others as outlines", () => {
    const model = layOutBars(
      {
        x: [10, 20, 40, 80],
        series: [
          { name: "this run", values: [0, 2, 4, null] },
          { name: "12 earlier runs", values: [4, 2, 0, 0] },
        ],
      },
      box,
    );
    expect(model.bars).toEqual([
      { x: 10, y: 50, width: 25, height: 0 },
      { x: 35, y: 30, width: 25, height: 20 },
      { x: 60, y: 10, width: 25, height: 40 },
      { x: 85, y: 50, width: 25, height: 0 },
    ]);
    expect(model.outlines).toEqual([{ name: "12 earlier runs", path: "M10 50V10H35V30H60V50H85V50H110V50" }]);
  });

  it("labels as many bounds as there is room for", () => {
    const x = Array.from({ length: 40 }, (_, index) => index + 1);
    const { ticks } = layOutBars({ x, series: [{ name: "requests", values: x }] }, { ...box, width: 340 });
    expect(ticks.map(({ value }) => value)).toEqual([8, 16, 24, 32, 40]);
  });

  it("is empty where there is nothing", () => {
    expect(layOutBars({ x: [], series: [] }, box)).toMatchObject({ bars: [], outlines: [], ticks: [] });
  });
});
