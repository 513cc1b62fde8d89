import { describe, expect, it } from "vitest";
import { startStopLadder, type Rung, type StopLadder } from "./stop-ladder.ts";

const times = { rampMs: 3_000, settleMs: 2_000, drainMs: 5_000, endMs: 10_000 };

function start(changes: Partial<Parameters<typeof startStopLadder>[0]> = {}): StopLadder {
  return startStopLadder({ fromMs: 1_000, mode: "graceful", canThrottle: true, times, ...changes });
}

/** Rungs by the second, nulls left out. */
function walk(ladder: StopLadder, seconds: number, inFlight: (atMs: number) => number | null): [number, Rung][] {
  const rungs: [number, Rung][] = [];
  for (let down = 0; down <= seconds; down += 1) {
    const rung = ladder.at(1_000 + down * 1_000, inFlight(down * 1_000));
    if (rung !== null) rungs.push([down, rung]);
  }
  return rungs;
}

describe("the way down", () => {
  it("lets fewer and fewer begin, waits for what is under way, signals, and kills what does not end", () => {
    expect(walk(start(), 30, (atMs) => (atMs < 6_000 ? 4 : 0))).toEqual([
      [1, { share: 1 - 1 / 3 }],
      [2, { share: 1 - 2 / 3 }],
      [3, { share: 0 }],
      [6, "terminate"],
      [16, "kill"],
    ]);
  });

  it.each([
    ["requests hang", () => 4],
    ["nobody knows what is under way", () => null],
  ])("signals at the deadline when %s", (_, inFlight) => {
    expect(walk(start(), 8, inFlight).at(-1)).toEqual([8, "terminate"]);
  });

  it("does not signal before every virtual user knows that the gate is closed, however little is under way", () => {
    expect(walk(start(), 6, () => 0)).toEqual([
      [1, { share: 1 - 1 / 3 }],
      [2, { share: 1 - 2 / 3 }],
      [3, { share: 0 }],
      [5, "terminate"],
    ]);
  });

  it("signals at once an engine without a gate", () => {
    expect(walk(start({ canThrottle: false }), 12, () => null)).toEqual([
      [0, "terminate"],
      [10, "kill"],
    ]);
  });

  it("kills at once where it must be now, and once only", () => {
    expect(walk(start({ mode: "now" }), 3, () => 9)).toEqual([[0, "kill"]]);
  });

  it.each([0, 2, 4, 9])("can be hastened at any time: after %i s", (seconds) => {
    const ladder = start();
    walk(ladder, seconds, () => 1);
    ladder.hasten();
    expect(ladder.at(20_000, 1)).toBe("kill");
    expect(ladder.at(21_000, 1)).toBeNull();
  });
});
