import { describe, expect, test } from "vitest";
import { missingTurns, orderOf, runFileName } from "./order.ts";

const groups = ["lock-small", "lock-large"];

describe("order of a block", () => {
  test("has ten runs of each state, the same by the same seed, another by another", () => {
    const order = orderOf(groups, "seed");
    expect(order.toSorted()).toEqual(["clean", ...groups].flatMap((state) => Array<string>(10).fill(state)).toSorted());
    expect(orderOf(groups, "seed")).toEqual(order);
    expect(orderOf(groups, "other")).not.toEqual(order);
  });

  test("mixes the states: no state keeps to one half", () => {
    const firstHalf = orderOf(groups, "seed").slice(0, 15);
    for (const state of ["clean", ...groups]) {
      const there = firstHalf.filter((each) => each === state).length;
      expect(there).toBeGreaterThan(0);
      expect(there).toBeLessThan(10);
    }
  });

  test("what is missing keeps its positions and its order, whatever was made", () => {
    const order = ["clean", "lock-small", "clean", "lock-large"];
    expect(missingTurns(order, []).map(runFileName)).toEqual([
      "00-clean.run",
      "01-lock-small.run",
      "02-clean.run",
      "03-lock-large.run",
    ]);
    const made = ["block.json", "02-clean.run", "00-clean.run", "rejected.jsonl"];
    expect(missingTurns(order, made)).toEqual([
      { position: 1, state: "lock-small" },
      { position: 3, state: "lock-large" },
    ]);
    expect(missingTurns(order, missingTurns(order, []).map(runFileName))).toEqual([]);
  });

  test("a half-written file is not a run", () => {
    expect(missingTurns(["clean"], ["00-clean.run.1a2b3c4d.tmp"])).toHaveLength(1);
  });
});
