import { describe, expect, test } from "vitest";
import { evaluated, failed, minute, steadyLatency } from "../../../../test/support/evaluated-objective.ts";
import { objectiveOf, planOf, slosOf, startOfRun, steady, windowsOf } from "../../../../test/support/fabricated-run.ts";
import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import { type Objective } from "../../../contract/slo-set.ts";
import { indexRun } from "../run-series.ts";
import { evaluateObjectives } from "./evaluate-objectives.ts";

describe("an endpoint of which every request fails", () => {
  const broken = steady({ ...minute, endpoint: "invoice", value: () => 5 });
  const healthy = steady({ ...minute, value: () => 100 });
  const everyone = { endpoint: null, scenario: null };

  test.each<[string, Partial<Objective>, Partial<ObjectiveResult>]>([
    ["has no latency to judge, however fast it fails", { endpoint: "invoice" }, { status: "no-data", samples: 600 }],
    [
      "has no Apdex",
      { endpoint: "invoice", statistic: { kind: "apdex", toleratedMs: 500 }, unit: "score" },
      { status: "no-data" },
    ],
    [
      "is told where `each` is met by the others",
      { ...everyone, each: true },
      { status: "no-data", endpoint: "invoice" },
    ],
    [
      "hides no breach of another",
      { ...everyone, each: true, limit: 50 },
      { status: "breached", endpoint: "checkout" },
    ],
    ["is among all, whose others have a latency", everyone, { status: "met" }],
    [
      "has an error rate",
      { endpoint: "invoice", statistic: { kind: "error-rate" }, unit: "fraction", limit: 0.01 },
      { status: "breached", observed: 1 },
    ],
    [
      "is as its engine has it where the whole run is judged",
      { endpoint: "invoice", wholeRun: true },
      { status: "met" },
    ],
  ])("%s", (_, changes, expected) => {
    const objective = objectiveOf({ limit: 200, ...changes });
    expect(evaluated(objective, [...healthy, ...broken, ...failed(broken)])).toMatchObject(expected);
  });
});

describe("what an objective looks at", () => {
  const other = steady({ ...minute, endpoint: "search", scenario: "browse", value: () => 900 });
  const both = [...steadyLatency, ...other];

  test("each endpoint for itself, the worst is shown; all pools them", () => {
    const each = objectiveOf({ endpoint: null, scenario: null, each: true });
    expect(evaluated(each, both)).toMatchObject({ status: "breached", endpoint: "search", observed: 900 });
    const pooled = objectiveOf({ endpoint: null, scenario: null, limit: 500, statistic: { kind: "quantile", q: 0.4 } });
    expect(evaluated(pooled, both)).toMatchObject({ status: "met", endpoint: null, samples: 1200 });
  });

  test.each([
    ["an endpoint that the plan does not have", { endpoint: "chekout" }, "skipped"],
    ["a scenario that the plan does not have", { scenario: "bye" }, "skipped"],
    ["an endpoint without requests", { endpoint: "idle" }, "no-data"],
  ] as const)("%s", (_, overrides, status) => {
    const plan = planOf({}, "checkout", "idle");
    expect(evaluated(objectiveOf(overrides), steadyLatency, { plan }).status).toBe(status);
  });

  test("only the judged part, unless it asks for the whole run", () => {
    const samples = steady({ ...minute, value: (_, atMs) => (atMs < 20_000 ? 900 : 100) });
    const judged = { from: 20, to: 60 };
    expect(evaluated(objectiveOf(), samples, { judged })).toMatchObject({ status: "met", samples: 400 });
    expect(evaluated(objectiveOf({ wholeRun: true }), samples, { judged })).toMatchObject({
      status: "breached",
      samples: 600,
    });
    expect(evaluated(objectiveOf(), samples, { judged: null }).status).toBe("no-data");
  });
});

test("the series of a run are gone through a few times, however many endpoints `each` has", () => {
  const samples = Array.from({ length: 50 }, (_, i) =>
    steady({ ...minute, endpoint: `e${String(i)}`, value: () => 100 }),
  ).flat();
  const indexed = indexRun(windowsOf(samples), startOfRun);
  let reads = 0;
  const run = {
    ...indexed,
    get tracks() {
      reads++;
      return indexed.tracks;
    },
  };
  const each = objectiveOf({ endpoint: null, scenario: null, each: true });
  const judged = { from: 0, to: 60 };
  evaluateObjectives(slosOf(each), {
    run,
    plan: null,
    imported: false,
    judged,
    seed: 1,
    wholeMs: null,
    stoppedBy: null,
  });
  expect(reads).toBeLessThan(10);
});

describe("a tag", () => {
  const plan = planOf({}, "checkout", "search", "static");
  const tagged = {
    ...plan,
    endpoints: plan.endpoints.map((endpoint) => ({
      ...endpoint,
      tags: endpoint.name === "static" ? { criticality: "low" } : { criticality: "high" },
    })),
  };
  const samples = [
    ...steady({ ...minute, endpoint: "checkout", value: () => 100 }),
    ...steady({ ...minute, endpoint: "search", value: () => 300 }),
    ...steady({ ...minute, endpoint: "static", value: () => 5 }),
  ];
  const mean = {
    statistic: { kind: "mean" },
    endpoint: null,
    limit: 250,
    tag: { name: "criticality", value: "high" },
  } as const;

  test("pools the endpoints that carry it", () => {
    const pooled = evaluated(objectiveOf(mean), samples, { plan: tagged });
    expect(pooled).toMatchObject({ status: "met", observed: 200, samples: 1200, endpoint: null });
  });

  test("judges each of them, and no other", () => {
    const worst = evaluated(objectiveOf({ ...mean, each: true }), samples, { plan: tagged });
    expect(worst).toMatchObject({ status: "breached", observed: 300, endpoint: "search" });
    const least = objectiveOf({ ...mean, each: true, comparator: ">", limit: 50 });
    expect(evaluated(least, samples, { plan: tagged })).toMatchObject({ status: "met", endpoint: "checkout" });
  });

  test("that nothing carries is skipped, also without a plan", () => {
    const unknown = objectiveOf({ ...mean, tag: { name: "toString", value: "high" } });
    expect(evaluated(unknown, samples, { plan: tagged }).status).toBe("skipped");
    expect(evaluated(objectiveOf(mean), samples, { plan: null }).status).toBe("skipped");
  });
});
