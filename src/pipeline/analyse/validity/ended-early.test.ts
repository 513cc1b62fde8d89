import { describe, expect, test } from "vitest";
import { previewOf } from "../../../../test/support/fabricated-run.ts";
import { describeEnd, type EndFacts } from "./ended-early.ts";

describe("the end of a run before its time", () => {
  const scenario = { name: "browse", planned: 600, started: 310, dropped: 0, ratePerSecond: 10, peakVus: 10 };
  const facts: EndFacts = {
    stoppedBy: "guard",
    why: null,
    preview: previewOf(),
    scenarios: [scenario, { ...scenario, name: "buy", planned: null }],
    judged: { fromMs: 0, toMs: 29_000 },
    durationMs: 31_000,
  };
  test.each<[string, Partial<EndFacts>, string]>([
    [
      "by the guard, with its reason",
      { why: "301 VUs are active, above the cap of 300." },
      "the guard stopped the run after 31s of 1m (52 %): 301 VUs are active, above the cap of 300; 310 of 600 planned iterations were made; objectives are judged over the part there is, 0s to 29s",
    ],
    [
      "without a fixed number of iterations",
      { scenarios: [{ ...scenario, planned: null }] },
      "the guard stopped the run after 31s of 1m (52 %); objectives are judged over the part there is, 0s to 29s",
    ],
    [
      "before anything could be judged",
      { judged: null, scenarios: [] },
      "the guard stopped the run after 31s of 1m (52 %); nothing of the part that is judged was run",
    ],
  ])("%s", (_, overrides, wanted) => {
    expect(describeEnd({ ...facts, ...overrides })).toBe(wanted);
  });

  test.each([
    ["interrupt", "the run was interrupted after 31s"],
    ["request", "the run was stopped on request after 31s"],
    ["objective:p95 < 1s", 'objective "p95 < 1s" stopped the run after 31s'],
    ["budget", "the cost ceiling stopped the run after 31s"],
    ["timeout", "the time limit stopped the run after 31s"],
    ["engine", "the engine ended by itself after 31s"],
    ["failure", "the agent failed and ended the run after 31s"],
    ["crash", "the agent was killed and what it had was recovered: the run ended after 31s"],
    ["somebody", "the run was ended by somebody after 31s"],
  ])("says who ended it: %s", (stoppedBy, wanted) => {
    expect(describeEnd({ ...facts, stoppedBy })).toMatch(new RegExp(`^${wanted}`, "u"));
  });
});
