import { describe, expect, it } from "vitest";
import type { Load } from "../../contract/test-plan.ts";
import { executionRequirements } from "./execution-steps.ts";

const common = { profile: "explicit", drainMs: 0, hold: null } as const;
/** One user from 20 s after its start on. */
const late: Load = {
  ...common,
  model: "closed",
  stages: [
    { toVus: 0, durationMs: 10_000 },
    { toVus: 1, durationMs: 10_000 },
    { toVus: 1, durationMs: 5_000 },
  ],
};
function block(vus: number, seconds: number): Load {
  return { ...common, model: "iterations", vus, iterations: vus, mode: "shared", maxDurationMs: seconds * 1000 };
}

/** Each was asked of k6 2.2.0 and 1.8.1 (`k6 inspect --execution-requirements`). */
describe("users that one scenario gains in the moment in which another lets its own go", () => {
  it.each<[string, [string, number, Load][], number]>([
    [
      "count once where the other started before",
      [
        ["a", 10, late],
        ["b", 0, block(1, 30)],
      ],
      1,
    ],
    [
      "count twice where the other started at the same time and comes later by name",
      [
        ["a", 10, late],
        ["b", 10, block(1, 20)],
      ],
      2,
    ],
    [
      "count once where the other started at the same time and comes first by name",
      [
        ["b", 10, late],
        ["a", 10, block(1, 20)],
      ],
      1,
    ],
    [
      "count twice where the other started later",
      [
        ["b", 10, late],
        ["a", 12, block(1, 18)],
      ],
      2,
    ],
    [
      "count once where one scenario follows another",
      [
        ["b", 0, block(10, 30)],
        ["a", 30, block(10, 30)],
      ],
      10,
    ],
  ])("%s", (_, scenarios, peakVus) => {
    const timed = scenarios.map(([name, startSeconds, load]) => ({ name, startAfterMs: startSeconds * 1000, load }));
    expect(executionRequirements(timed).peakVus).toBe(peakVus);
    expect(executionRequirements(timed.toReversed()).peakVus).toBe(peakVus);
  });
});
