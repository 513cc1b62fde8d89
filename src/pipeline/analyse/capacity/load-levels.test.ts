import { describe, expect, it } from "vitest";
import { planOf } from "../../../../test/support/fabricated-run.ts";
import type { Load, Scenario } from "../../../contract/test-plan.ts";
import { risingLoadOf } from "./load-levels.ts";

const [base] = planOf().scenarios;
if (base === undefined) throw new Error("the fabricated plan has a scenario");

function scenarioOf(name: string, load: Load, startAfterMs = 0): Scenario {
  return { ...(base as Scenario), name, load, startAfterMs };
}

function open(profile: Load["profile"], stages: readonly [to: number, seconds: number][]): Load {
  return {
    model: "open",
    profile,
    drainMs: 30_000,
    hold: null,
    maxVus: 50,
    maxVusReason: "as written",
    stages: stages.map(([toPerSecond, seconds]) => ({ toPerSecond, durationMs: seconds * 1000 })),
  };
}

function levels(load: Load, startAfterMs = 0): [number, number, number][] | null {
  const rising = risingLoadOf(planOf({ scenarios: [scenarioOf("climb", load, startAfterMs)] }));
  return rising?.levels.map(({ fromMs, toMs, offered }) => [fromMs, toMs, offered]) ?? null;
}

describe("risingLoadOf", () => {
  it("takes the steps of a stress test, each without the time it settles in", () => {
    const stages: [number, number][] = [10, 20, 30].flatMap((to) => [
      [to, 0],
      [to, 50],
    ]);
    expect(levels(open("stress", stages))).toEqual([
      [5_000, 50_000, 10],
      [55_000, 100_000, 20],
      [105_000, 150_000, 30],
    ]);
  });

  it("counts from the start of the run where the scenario starts later", () => {
    const stages: [number, number][] = [10, 20, 30].flatMap((to) => [
      [to, 0],
      [to, 200],
    ]);
    expect(levels(open("explicit", stages), 7_000)?.[0]).toEqual([17_000, 207_000, 10]);
  });

  it("cuts a climb to the breakpoint into slices, each with its middle", () => {
    expect(levels(open("breakpoint", [[40, 20]]))).toEqual([
      [0, 5_000, 5],
      [5_000, 10_000, 15],
      [10_000, 15_000, 25],
      [15_000, 20_000, 35],
    ]);
    expect(levels(open("breakpoint", [[400, 900]]))).toHaveLength(20);
  });

  it.each<[string, [number, number][]]>([
    [
      "a plateau",
      [
        [20, 30],
        [20, 300],
        [0, 15],
      ],
    ],
    [
      "a spike, whose load comes back to a level it had",
      [
        [10, 0],
        [10, 60],
        [50, 0],
        [50, 30],
        [10, 0],
        [10, 60],
      ],
    ],
    [
      "levels that are over before they can be measured",
      [10, 20, 30].flatMap((to): [number, number][] => [
        [to, 0],
        [to, 4],
      ]),
    ],
  ])("finds no rising load in %s", (_, stages) => {
    expect(levels(open("explicit", stages))).toBeNull();
  });

  it("tells users of a closed model as users", () => {
    const load: Load = {
      model: "closed",
      profile: "stress",
      drainMs: 30_000,
      hold: null,
      stages: [5, 10, 20].flatMap((toVus) => [
        { toVus, durationMs: 0 },
        { toVus, durationMs: 60_000 },
      ]),
    };
    const rising = risingLoadOf(
      planOf({ scenarios: [scenarioOf("still", open("load", [[5, 60]])), scenarioOf("climb", load)] }),
    );
    expect(rising).toMatchObject({ scenario: "climb", levels: [{ offered: 5, unit: "vus" }, {}, {}] });
  });
});
