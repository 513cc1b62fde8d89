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
import { limitRulesOf, type Objective } from "../../contract/slo-set.ts";
import { createLiveView, type LiveView } from "./live-view.ts";

const plan = planOf();
const taggedPlan = {
  ...plan,
  endpoints: plan.endpoints.map((endpoint) => ({ ...endpoint, tags: { criticality: "high" } })),
};

function viewOf(samples: readonly Sample[], ...objectives: Objective[]): LiveView {
  const slos = slosOf(...objectives);
  const view = createLiveView({ plan: taggedPlan, preview: previewOf(), slos, startedAt: startOfRun });
  for (const window of windowsOf(samples, limitRulesOf(slos), { vus: (second) => Math.min(10, second + 1) }))
    view.push(window);
  return view;
}

describe("live view", () => {
  const rising = steady({ toMs: 30_000, perSecond: 20, value: (_, atMs) => (atMs < 20_000 ? 100 : 392) });

  test("shows the last ten seconds, by scenario, and the nearest limit", () => {
    const failed = rising
      .filter((_, i) => i >= 400 && i % 10 === 0)
      .map((sample) => ({ ...sample, measure: "failed-latency" as const }));
    const progress = viewOf([...rising, ...failed], objectiveOf()).progress(startOfRun + 30_000);
    expect(progress).toMatchObject({
      elapsedMs: 30_000,
      plannedMs: 60_000,
      vus: 10,
      requestsPerSecond: 20,
      p95Ms: 392,
      errorRate: 0.1,
      scenarios: [
        { name: "buy", load: "10 VUs", p95Ms: 392, errorRate: 0.1, nearLimit: "checkout 2 % under its limit" },
      ],
    });
  });

  test("knows nothing before the first window", () => {
    expect(viewOf([]).progress(startOfRun)).toMatchObject({
      vus: 0,
      requestsPerSecond: 0,
      p95Ms: null,
      errorRate: null,
    });
  });

  test.each<[string, Partial<Objective>, number]>([
    ["a stop objective over its window", { stop: true, window: { everyMs: 10_000, share: 1 }, limit: 300 }, 1],
    ["one that only informs", { window: { everyMs: 10_000, share: 1 }, limit: 300 }, 0],
    ["one that holds", { stop: true, window: { everyMs: 10_000, share: 1 }, limit: 393 }, 0],
    ["one whose window is longer than the run", { stop: true, window: { everyMs: 60_000, share: 1 }, limit: 300 }, 0],
  ])("ends a run on %s", (_, overrides, count) => {
    const view = viewOf(rising, objectiveOf({ name: "fuse", ...overrides }));
    expect(view.breachedStops()).toHaveLength(count);
    expect(view.breachedStops()).toEqual([]);
  });

  test.each<[string, Partial<Objective>, string[]]>([
    ["pooled", {}, ["p95 of tag criticality=high in buy is 392 ms over the last 5s, limit 300 ms"]],
    ["each", { each: true }, ["p95 of checkout in buy is 392 ms over the last 5s, limit 300 ms"]],
    ["of a tag that nothing carries", { tag: { name: "criticality", value: "low" } }, []],
  ])("ends a run on what a tag selects, %s", (_, overrides, texts) => {
    const tag = { name: "criticality", value: "high" };
    const objective = objectiveOf({
      name: "fuse",
      stop: true,
      endpoint: null,
      tag,
      window: { everyMs: 5000, share: 1 },
      limit: 300,
      ...overrides,
    });
    expect(
      viewOf(rising, objective)
        .breachedStops()
        .map(({ text }) => text),
    ).toEqual(texts);
  });

  test("says what was breached", () => {
    const view = viewOf(
      rising,
      objectiveOf({ name: "fuse", stop: true, window: { everyMs: 5000, share: 1 }, limit: 300 }),
    );
    expect(view.breachedStops()).toEqual([
      { name: "fuse", text: "p95 of checkout in buy is 392 ms over the last 5s, limit 300 ms" },
    ]);
  });

  test("a handful of samples never ends a run", () => {
    const few = steady({ toMs: 30_000, perSecond: 0.5, value: () => 900 });
    const view = viewOf(few, objectiveOf({ stop: true, window: { everyMs: 10_000, share: 1 } }));
    expect(view.breachedStops()).toEqual([]);
  });

  test.each([
    ["while its load still climbs", 30_000, 20, 0],
    ["while it holds", 0, 20, 1],
    ["while it holds, on silence", 0, 0, 1],
  ])("a floor of throughput, %s", (_, fromMs, perSecond, count) => {
    const floor = objectiveOf({
      name: "floor",
      stop: true,
      statistic: { kind: "throughput" },
      unit: "per-second",
      comparator: ">",
      limit: 50,
      window: { everyMs: 10_000, share: 1 },
    });
    const preview = previewOf({ judged: { fromMs, toMs: 60_000 } });
    const view = createLiveView({ plan: taggedPlan, preview, slos: slosOf(floor), startedAt: startOfRun });
    const samples = [
      ...steady({ toMs: 30_000, perSecond, value: () => 100 }),
      // Somebody else's requests, so that seconds go by.
      ...steady({ toMs: 30_000, perSecond: 1, endpoint: "other", value: () => 100 }),
    ];
    for (const window of windowsOf(samples)) view.push(window);
    expect(view.breachedStops()).toHaveLength(count);
  });
});
