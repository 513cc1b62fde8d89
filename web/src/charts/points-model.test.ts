import { describe, expect, it } from "vitest";
import { layOutPoints, nearestDot, type PointsFacts, type RunPoint } from "./points-model.ts";

const box = { width: 140, height: 120, left: 20, right: 20, top: 10, bottom: 10 };
const point = (key: string, value: number | null): RunPoint => ({ key, at: 0, value, text: key, tone: "plain" });

function facts(changes: Partial<PointsFacts> = {}): PointsFacts {
  const points = [point("a", 50), point("b", null), point("c", 100), point("d", 0)];
  return { points, levels: [], band: null, steps: [], marks: [], ...changes };
}

describe("a chart of runs", () => {
  it("puts runs side by side and leaves out those without a figure", () => {
    const { dots } = layOutPoints(facts(), box);
    expect(dots.map(({ point: { key }, x, y }) => [key, x, y])).toEqual([
      ["a", 32.5, 60],
      ["c", 82.5, 10],
      ["d", 107.5, 110],
    ]);
  });

  it("has room for levels and bands that are higher than all runs", () => {
    expect(layOutPoints(facts({ levels: [{ value: 180, label: "limit", tone: "limit" }] }), box).scale.high).toBe(200);
    expect(layOutPoints(facts({ band: { low: 10, high: 390, label: "interval" } }), box).scale.high).toBe(400);
  });

  it("draws a level from the first run that has it to the last, and a mark before its run", () => {
    const model = layOutPoints(
      facts({ steps: [{ from: 0, to: 1, value: 50 }], marks: [{ index: 2, label: "+10 %" }] }),
      box,
    );
    expect(model.steps).toEqual([{ x1: 20, x2: 70, y: 60 }]);
    expect(model.marks).toEqual([{ x: 70, label: "+10 %" }]);
  });

  it.each([
    [0, 0],
    [60, 1],
    [500, 2],
  ])("finds the run nearest to %d", (x, place) => {
    expect(nearestDot(layOutPoints(facts(), box), x)).toBe(place);
  });

  it("finds none where there is none", () => {
    expect(nearestDot({ dots: [] }, 10)).toBe(-1);
  });
});
