import { describe, expect, test } from "vitest";
import {
  objectiveOf,
  planOf,
  previewOf,
  slosOf,
  startOfRun,
  steady,
  windowsOf,
  type Sample,
} from "../../../test/support/fabricated-run.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { Objective } from "../../contract/slo-set.ts";
import { createLiveObjectives, type ObjectiveEvent } from "./live-objectives.ts";

/** The states after the samples, seconds counted from the start of the run. */
function statesOf(
  samples: readonly Sample[],
  objectives: readonly Objective[],
  preview: LoadPreview = previewOf(),
  extra: Parameters<typeof windowsOf>[2] = {},
): ObjectiveEvent[] {
  const live = createLiveObjectives({ plan: planOf(), preview, slos: slosOf(...objectives), withoutSetup: true });
  for (const window of windowsOf(samples, [], extra)) live.push(window, (window.at - startOfRun) / 1000);
  return live.states();
}

const rising = steady({ toMs: 30_000, perSecond: 20, value: (_, atMs) => (atMs < 20_000 ? 100 : 392) });

describe("objectives of a run under way", () => {
  test("have no state before the first window", () => {
    expect(statesOf([], [objectiveOf()])).toEqual([
      { event: "objective", name: objectiveOf().name, observed: null, slack: null, breachInS: null },
    ]);
  });

  test.each<[string, Partial<Objective>, number, number]>([
    ["the percentile of all seconds", {}, 392, 0.02],
    ["the last whole sliding window", { window: { everyMs: 20_000, share: 1 }, statistic: { kind: "min" } }, 100, 0.75],
    ["a shorter one", { window: { everyMs: 5_000, share: 1 }, statistic: { kind: "min" } }, 392, 0.02],
    ["a mean", { statistic: { kind: "mean" } }, 197.3, 0.507],
    ["the throughput", { statistic: { kind: "throughput" }, comparator: ">", limit: 16, unit: "per-second" }, 20, 0.25],
    ["beyond the limit", { limit: 196, statistic: { kind: "max" } }, 392, -1],
  ])("observe %s", (_, overrides, observed, slack) => {
    const [state] = statesOf(rising, [objectiveOf(overrides)]);
    expect(state?.observed).toBeCloseTo(observed, 0);
    expect(state?.slack).toBeCloseTo(slack, 2);
  });

  test("count failures, drops and checks", () => {
    const failed = rising
      .filter((_, i) => i % 10 === 0)
      .map((sample) => ({ ...sample, measure: "failed-latency" as const }));
    const counters = [
      ["iterations", 90],
      ["dropped", 10],
      ["checksPassed", 30],
      ["checksFailed", 10],
    ] as const;
    const states = statesOf(
      [...rising, ...failed],
      [
        objectiveOf({ statistic: { kind: "error-rate" }, unit: "fraction", limit: 0.2 }),
        objectiveOf({ statistic: { kind: "dropped" }, endpoint: null, unit: "fraction", limit: 0.2 }),
        objectiveOf({ statistic: { kind: "checks" }, endpoint: null, unit: "fraction", limit: 0.5, comparator: ">" }),
      ],
      previewOf(),
      { counters: counters.map(([name, value]) => ({ atMs: 0, scenario: "buy", endpoint: "", name, value })) },
    );
    expect(states.map(({ observed, slack }) => [observed, slack])).toEqual([
      [0.1, 0.5],
      [0.1, 0.5],
      [0.75, 0.5],
    ]);
  });

  test("count a failed request as frustrated in Apdex", () => {
    const samples: Sample[] = [
      { atMs: 100, value: 10 },
      { atMs: 200, value: 10 },
      { atMs: 300, value: 10 },
      { atMs: 400, value: 300 },
      { atMs: 400, value: 300, measure: "failed-latency" },
    ];
    const apdex = objectiveOf({
      statistic: { kind: "apdex", toleratedMs: 100 },
      unit: "score",
      limit: 0.5,
      comparator: ">",
    });
    expect(statesOf(samples, [apdex])[0]?.observed).toBe(0.75);
  });

  test("look at the judged part, and keep its state after it", () => {
    const judged = previewOf({ judged: { fromMs: 0, toMs: 20_000 } });
    const sliding = objectiveOf({ window: { everyMs: 10_000, share: 1 } });
    const states = statesOf(rising, [objectiveOf(), sliding, objectiveOf({ wholeRun: true })], judged);
    expect(states.map(({ observed }) => observed)).toEqual([100, 100, 392]);
  });

  test("leave set-up and other scenarios out, and show the worst of each", () => {
    const slow: Sample[] = [
      { atMs: 5000, value: 900, scenario: "", endpoint: "login" },
      { atMs: 5000, value: 800, scenario: "browse", endpoint: "checkout" },
      { atMs: 5000, value: 600, endpoint: "search" },
    ];
    const all = { statistic: { kind: "max" as const } };
    const states = statesOf(
      [...rising, ...slow],
      [
        objectiveOf(all),
        objectiveOf({ ...all, endpoint: null }),
        objectiveOf({ ...all, endpoint: null, scenario: null }),
        objectiveOf({ statistic: { kind: "mean" }, endpoint: null, each: true }),
      ],
    );
    expect(states.map(({ observed }) => observed)).toEqual([392, 600, 800, 600]);
  });

  test("say how long it takes until the limit at this pace", () => {
    const live = createLiveObjectives({
      plan: planOf(),
      preview: previewOf(),
      slos: slosOf(objectiveOf({ statistic: { kind: "max" }, limit: 399 })),
      withoutSetup: true,
    });
    const growing = steady({ toMs: 20_000, perSecond: 1, value: (second) => 300 + 4 * second });
    const last = windowsOf(growing).map((window) => {
      live.push(window, (window.at - startOfRun) / 1000);
      return live.states()[0]?.breachInS;
    });
    expect(last.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => null));
    expect(last.at(-1)).toBe(6);
  });
});
