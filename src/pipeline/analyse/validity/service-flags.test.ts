import { describe, expect, it } from "vitest";
import {
  iterationsOf,
  objectiveOf,
  planOf,
  startOfRun,
  steady,
  windowsOf,
  type Sample,
} from "../../../../test/support/fabricated-run.ts";
import type { QualityFlag } from "../../../contract/run.ts";
import type { Objective } from "../../../contract/slo-set.ts";
import type { Scenario, TestPlan } from "../../../contract/test-plan.ts";
import type { ErrorWindow } from "../../../contract/window.ts";
import { indexRun } from "../run-series.ts";
import { evaluateObjectives } from "../slo/evaluate-objectives.ts";
import { serviceFlags } from "./service-flags.ts";

const judged = { from: 0, to: 60 };

function refusedIn(seconds: readonly number[], count: number): ErrorWindow[] {
  return seconds.map((second) => ({
    scenario: "buy",
    endpoint: "checkout",
    kind: "connection",
    value: "connection refused",
    count,
    firstAt: startOfRun + second * 1000,
  }));
}

function flagsOf(
  samples: readonly Sample[],
  more: {
    readonly errors?: readonly ErrorWindow[];
    readonly objectives?: readonly Objective[];
    readonly plan?: TestPlan;
    readonly iterationsPerSecond?: number;
  } = {},
): Pick<QualityFlag, "code" | "severity" | "text">[] {
  const { errors = [], objectives = [], plan = planOf(), iterationsPerSecond = 0 } = more;
  const counters = iterationsPerSecond === 0 ? [] : iterationsOf(60, iterationsPerSecond);
  const run = indexRun(windowsOf(samples, [], { errors, counters }), startOfRun);
  const context = { run, plan, imported: false, judged, seed: 1, wholeMs: null, stoppedBy: null };
  const slos = {
    schemaVersion: 1 as const,
    service: null,
    defaults: false,
    objectives: [...objectives],
    scoring: null,
  };
  const flags: Pick<QualityFlag, "code" | "severity" | "text">[] = [];
  serviceFlags(
    { run, plan, judged, objectives, results: evaluateObjectives(slos, context) },
    (code, severity, text) => {
      flags.push({ code, severity, text });
    },
  );
  return flags;
}

const even = steady({ toMs: 60_000, perSecond: 10, value: () => 100 });

const planWith = (whileVariable: string | null): TestPlan => {
  const plan = planOf();
  const think = { kind: "think" as const, minMs: 100, maxMs: 300 };
  const request = { kind: "request" as const, endpoint: "checkout", onFailure: "end" as const };
  // 200 + 2 · 200 · 50 %: 400 ms, so that ten a second take eight users.
  const steps = [
    think,
    request,
    {
      kind: "repeat" as const,
      min: 1,
      max: 3,
      whileVariable,
      steps: [{ kind: "chance" as const, share: 0.5, steps: [think] }],
    },
  ];
  return {
    ...plan,
    scenarios: plan.scenarios.map((scenario): Scenario => ({ ...scenario, work: { kind: "journey", steps } })),
  };
};

describe("a target that was restarted", () => {
  it("invalidates the run, with the time at which it was away", () => {
    expect(flagsOf(even, { errors: refusedIn([20, 21, 22], 10) })).toEqual([
      {
        code: "PA_TARGET_RESTARTED",
        severity: "invalid-load",
        text: "from 20s on the target took no connections for 3s, and then did again: it was restarted or cut off, and what follows is another state of it",
      },
    ]);
  });

  it.each([
    ["half of the connections fail", refusedIn([20, 21], 5)],
    ["it is gone from the start", refusedIn([0, 1, 2], 10)],
    ["it never comes back", refusedIn([57, 58, 59], 10)],
    ["requests fail with a status", refusedIn([20, 21], 10).map((error) => ({ ...error, kind: "status" as const }))],
  ])("is not what happened when %s", (_, errors) => {
    expect(flagsOf(even, { errors })).toEqual([]);
  });

  it("is not what happened when one connection is closed in a quiet second", () => {
    const quiet = steady({ toMs: 60_000, perSecond: 1, value: () => 100 });
    expect(flagsOf(quiet, { errors: refusedIn([20], 1) })).toEqual([]);
  });
});

function withLoad(load: Scenario["load"]): TestPlan {
  const plan = planOf();
  return { ...plan, scenarios: plan.scenarios.map((scenario): Scenario => ({ ...scenario, load })) };
}

function thinking(minMs: number, maxMs: number): TestPlan {
  const plan = planOf();
  return {
    ...plan,
    scenarios: plan.scenarios.map((scenario): Scenario => ({
      ...scenario,
      work: { kind: "mix", entries: [{ endpoint: "checkout", weight: 1 }], think: { minMs, maxMs } },
    })),
  };
}

describe("Little's law", () => {
  // 10 users, 10 iterations a second: a second for each, 100 ms of it in the request.
  it("says nothing where requests and think time account for the users", () => {
    expect(flagsOf(even, { plan: thinking(800, 1000), iterationsPerSecond: 10 })).toEqual([]);
  });

  it("tells of users that nothing accounts for", () => {
    expect(flagsOf(even, { plan: thinking(400, 600), iterationsPerSecond: 10 })).toEqual([
      {
        code: "PA_LOAD_INCONSISTENT",
        severity: "warn",
        text: "by Little's law the iterations of buy account for 6.0 of 10 virtual users",
      },
    ]);
  });

  it("takes the time of a journey as a whole, with the think time of its steps", () => {
    const journeys = steady({ toMs: 60_000, perSecond: 10, measure: "journey", endpoint: "", value: () => 400 });
    const samples = [...even, ...journeys];
    expect(flagsOf(samples, { plan: planWith(null), iterationsPerSecond: 10 })[0]?.text).toContain("8.0 of 10");
    expect(flagsOf(samples, { plan: planWith("more"), iterationsPerSecond: 10 })).toEqual([]);
  });

  it("is not asked of an open model, of few iterations, or of a load that changes", () => {
    const short = steady({ toMs: 60_000, perSecond: 1, value: () => 100 });
    expect(flagsOf(short, { iterationsPerSecond: 1 })).toEqual([]);
    const stepping = [5, 20].flatMap((toVus) => [
      { toVus, durationMs: 0 },
      { toVus, durationMs: 30_000 },
    ]);
    const climbing = [
      { toVus: 5, durationMs: 0 },
      { toVus: 30, durationMs: 60_000 },
    ];
    for (const stages of [stepping, climbing]) {
      const load = {
        model: "closed" as const,
        profile: "stress" as const,
        drainMs: 0,
        hold: { fromMs: 0, toMs: 60_000 },
        stages,
      };
      expect(flagsOf(even, { plan: withLoad(load), iterationsPerSecond: 10 })).toEqual([]);
    }
  });
});

describe("a stall", () => {
  const calm = steady({ toMs: 60_000, perSecond: 10, value: () => 20 }).filter(
    ({ atMs }) => atMs < 30_000 || atMs >= 34_000,
  );
  const stuck: Sample = { atMs: 34_000, value: 4000 };

  it("of a closed model is told with its length", () => {
    expect(flagsOf([...calm, stuck])).toEqual([
      {
        code: "PA_SAMPLES_COORDINATED",
        severity: "info",
        text: "buy stood still for 4s while requests took up to 4 s: its users waited and sent nothing meanwhile, so percentiles read too low",
      },
    ]);
  });

  it.each<[string, readonly Sample[]]>([
    ["a quiet time without a long request", calm],
    ["a long request that held nobody up", [...even, stuck]],
    ["a long request while half of the users went on", [...calm, ...even.filter((_, i) => i % 2 === 0), stuck]],
  ])("is not seen in %s", (_, samples) => {
    expect(flagsOf(samples)).toEqual([]);
  });

  it("is no matter in an open model, whose arrivals do not wait", () => {
    const load: Scenario["load"] = {
      model: "open",
      profile: "load",
      drainMs: 0,
      hold: { fromMs: 0, toMs: 60_000 },
      maxVus: 50,
      maxVusReason: "as written",
      stages: [{ toPerSecond: 10, durationMs: 60_000 }],
    };
    expect(flagsOf([...calm, stuck], { plan: withLoad(load) })).toEqual([]);
  });
});

describe("few samples", () => {
  it("are told with the number that a percentile takes", () => {
    const [flag] = flagsOf(even.slice(0, 399), { objectives: [objectiveOf({ limit: 200 })] });
    expect(flag).toEqual({
      code: "PA_SAMPLES_FEW",
      severity: "warn",
      text: "p95 of checkout in buy rests on 399 samples; it takes 400 to be steady",
    });
    expect(flagsOf(even.slice(0, 400), { objectives: [objectiveOf({ limit: 200 })] })).toEqual([]);
  });

  it("are nothing to a mean", () => {
    const mean = objectiveOf({ statistic: { kind: "mean" }, limit: 200 });
    expect(flagsOf(even.slice(0, 50), { objectives: [mean] })).toEqual([]);
  });
});
