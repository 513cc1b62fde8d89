import { describe, expect, it } from "vitest";
import type { Load } from "../../contract/test-plan.ts";
import { understandForTest } from "../../../test/support/understood-plan.ts";

function loadOf(text: string): Load | undefined {
  const plan = `target: local\nendpoints: { home: { path: / } }\nscenarios: { one: { mix: { home: 1 }, load: ${text} } }`;
  return understandForTest(plan).plan.scenarios[0]?.load;
}

/** Level@milliseconds of each stage. */
function stagesOf(load: Load | undefined): string {
  if (load?.model === "open")
    return load.stages.map((stage) => `${String(stage.toPerSecond)}@${String(stage.durationMs)}`).join(" ");
  return load?.model === "closed"
    ? load.stages.map((stage) => `${String(stage.toVus)}@${String(stage.durationMs)}`).join(" ")
    : "";
}

describe("loads", () => {
  it.each([
    ["{ profile: smoke }", "1@0 1@30000", [0, 30_000]],
    ["{ profile: smoke, vus: 3, hold: 5s }", "3@0 3@5000", [0, 5000]],
    ["{ profile: load, rate: 60/min }", "1@30000 1@300000 0@15000", [30_000, 330_000]],
    ["{ profile: load, vus: 5, rampUp: 0s, hold: 10s, rampDown: 0s }", "5@0 5@10000 0@0", [0, 10_000]],
    ["{ profile: soak, vus: 5 }", "5@120000 5@1500000 0@60000", [120_000, 1_620_000]],
    ["{ profile: stress, vus: 6 }", "6@0 6@120000 8@0 8@120000 10@0 10@120000 12@0 12@120000", [0, 480_000]],
    ["{ profile: stress, rate: 10/s, upTo: 25/s, steps: 2, each: 10s }", "10@0 10@10000 25@0 25@10000", [0, 20_000]],
    ["{ profile: stress, vus: 5, upTo: 3x, steps: 1, each: 10s }", "15@0 15@10000", [0, 10_000]],
    ["{ profile: spike, rate: 10/s }", "10@0 10@60000 50@0 50@30000 10@0 10@120000", [0, 210_000]],
    [
      "{ profile: spike, vus: 4, peak: 1.5x, before: 1s, spike: 2s, after: 3s }",
      "4@0 4@1000 6@0 6@2000 4@0 4@3000",
      [0, 6000],
    ],
    ["{ profile: breakpoint, upTo: 100/s }", "100@900000", null],
    [
      "{ arrivalRate: [ { to: 5/s, over: 1s }, { to: 5/s, over: 9s }, { to: 0/s, over: 1s } ] }",
      "5@1000 5@9000 0@1000",
      [1000, 10_000],
    ],
    ["{ vus: [ { to: 5, over: 1s }, { to: 9, over: 1s } ] }", "5@1000 9@1000", null],
    [
      "{ vus: [ { to: 5, over: 0s }, { to: 5, over: 2s }, { to: 9, over: 0s }, { to: 9, over: 3s }, { to: 1, over: 1s }, { to: 1, over: 4s } ] }",
      "5@0 5@2000 9@0 9@3000 1@1000 1@4000",
      [0, 5000],
    ],
  ])("%s", (text, stages, hold) => {
    const load = loadOf(text);
    expect(stagesOf(load)).toBe(stages);
    expect(load?.hold).toEqual(hold === null ? null : { fromMs: hold[0], toMs: hold[1] });
    expect(load?.drainMs).toBe(30_000);
  });

  it.each([
    ["{ iterations: 10 }", { vus: 1, iterations: 10, mode: "shared", maxDurationMs: 540_000 }],
    [
      "{ iterations: 2k, vus: 5, mode: per-vu, maxDuration: 1m, drain: 5s }",
      { vus: 5, iterations: 2000, mode: "per-vu", maxDurationMs: 60_000, drainMs: 5000 },
    ],
  ])("%s", (text, expected) => {
    expect(loadOf(text)).toMatchObject({ model: "iterations", ...expected });
  });
});
