import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadPreviewSchema } from "../../contract/load-preview.ts";
import type { Scenario, TestPlan } from "../../contract/test-plan.ts";
import { previewLoad } from "./arithmetic.ts";
import { executionRequirements, executionSteps } from "./execution-steps.ts";
import { understandForTest } from "../../../test/support/understood-plan.ts";

/** A plan of scenarios `one`, `two`, … with these loads, each a mix of a reading endpoint. */
function planOf(...loads: string[]): TestPlan {
  const scenarios = loads.map((load, index) => `  s${String(index)}: { mix: { home: 1 }, ${load} }`);
  return understandForTest(`target: local\nendpoints: { home: { path: / } }\nscenarios:\n${scenarios.join("\n")}\n`)
    .plan;
}

const cases: readonly (readonly [string, readonly string[]])[] = [
  ["smoke", ["load: { profile: smoke, vus: 3 }"]],
  ["load, closed", ["load: { profile: load, vus: 7, rampUp: 10s, hold: 20s, rampDown: 5s, drain: 2s }"]],
  ["load, open", ["load: { profile: load, rate: 20/s, maxVus: 9, drain: 7s }"]],
  ["a drain longer than the ramp-down", ["load: { vus: [ { to: 50, over: 10s }, { to: 0, over: 1m } ], drain: 5m }"]],
  [
    "no drain",
    [
      "load: { vus: [ { to: 10, over: 3s }, { to: 3, over: 7s }, { to: 8, over: 1s }, { to: 1, over: 0s }, { to: 1, over: 2s } ], drain: 0s }",
    ],
  ],
  ["jumps", ["load: { profile: spike, vus: 4, before: 2s, spike: 3s, after: 4s, drain: 1s }"]],
  ["steps", ["load: { profile: stress, vus: 5, each: 3s, drain: 1s }"]],
  [
    "one after the other",
    [
      "load: { profile: smoke, vus: 5, hold: 10s, drain: 0s }",
      "startAfter: 10s, load: { profile: smoke, vus: 6, hold: 10s }",
    ],
  ],
  [
    "ramps that cross",
    [
      "load: { vus: [ { to: 10, over: 10s }, { to: 0, over: 10s } ], drain: 1s }",
      "startAfter: 9s, load: { vus: [ { to: 10, over: 10s } ], drain: 3s }",
    ],
  ],
  [
    "ramps that cross within a user's time",
    [
      "load: { vus: [ { to: 7, over: 10s }, { to: 0, over: 11s } ], drain: 1s }",
      "startAfter: 3s, load: { vus: [ { to: 9, over: 13s } ], drain: 3s }",
    ],
  ],
  ["shared iterations", ["load: { iterations: 20, vus: 4, maxDuration: 30s, drain: 3s }"]],
  ["iterations each", ["load: { iterations: 20, vus: 4, mode: per-vu, maxDuration: 30s }"]],
  [
    "everything at once",
    [
      "load: { profile: load, rate: 20/s, maxVus: 9 }",
      "startAfter: 5s, load: { profile: load, vus: 12 }",
      "startAfter: 200s, load: { iterations: 3, vus: 2 }",
    ],
  ],
];

const inMs = (value: number): string => `${String(value)}ms`;

function k6Scenario({ load, startAfterMs }: Scenario): Record<string, unknown> {
  const common = { startTime: inMs(startAfterMs), gracefulStop: inMs(load.drainMs) };
  const stages = (list: readonly { readonly durationMs: number }[], target: (index: number) => number): unknown[] =>
    list.map(({ durationMs }, index) => ({ duration: inMs(durationMs), target: target(index) }));
  switch (load.model) {
    case "open":
      return {
        ...common,
        executor: "ramping-arrival-rate",
        startRate: 0,
        timeUnit: "1s",
        preAllocatedVUs: load.maxVus,
        maxVUs: load.maxVus,
        stages: stages(load.stages, (index) => load.stages[index]?.toPerSecond ?? 0),
      };
    case "closed":
      return {
        ...common,
        executor: "ramping-vus",
        startVUs: 0,
        gracefulRampDown: inMs(load.drainMs),
        stages: stages(load.stages, (index) => load.stages[index]?.toVus ?? 0),
      };
    default:
      return {
        ...common,
        executor: load.mode === "shared" ? "shared-iterations" : "per-vu-iterations",
        vus: load.vus,
        iterations: load.iterations,
        maxDuration: inMs(load.maxDurationMs),
      };
  }
}

function milliseconds(text: string): number {
  const unit: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  return [...text.matchAll(/([\d.]+)(ms|h|m|s)/g)].reduce(
    (sum, [, value, name]) => sum + Number(value) * (unit[name ?? ""] ?? 0),
    0,
  );
}

const k6 = process.env["PERF_AGENT_K6"] ?? "";

describe("execution requirements", () => {
  it.skipIf(k6 === "").each(cases)("agree with k6 (set PERF_AGENT_K6): %s", (_, loads) => {
    const { scenarios } = planOf(...loads);
    const folder = mkdtempSync(join(tmpdir(), "perf-agent-inspect-"));
    try {
      const script = join(folder, "script.js");
      const options = {
        scenarios: Object.fromEntries(scenarios.map((scenario) => [scenario.name, k6Scenario(scenario)])),
      };
      writeFileSync(script, `export const options = ${JSON.stringify(options)};\nexport default function () {}\n`);
      const said: { totalDuration: string; maxVUs: number } = JSON.parse(
        execFileSync(k6, ["inspect", "--execution-requirements", script], { encoding: "utf8" }),
      );
      const { totalDuration, maxVUs } = said;
      expect(executionRequirements(scenarios)).toEqual({ peakVus: maxVUs, maxDurationMs: milliseconds(totalDuration) });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("keep a user through its drain, as a walk in steps of a millisecond finds", () => {
    // Lengths that every difference of levels divides: users come and go on whole milliseconds.
    const stage = fc.record({ toVus: fc.nat(6), durationMs: fc.constantFrom(60, 120) });
    // A level that is passed in no time counts for k6, and no walk sees it: a jump stands at the beginning only.
    const jump = fc.record({ toVus: fc.nat(6), durationMs: fc.constantFrom(0, 60) });
    fc.assert(
      fc.property(
        jump,
        fc.array(stage, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(0, 7, 50),
        (first, rest, drainMs) => {
          const stages = [first, ...rest];
          const steps = executionSteps({ model: "closed", profile: "explicit", drainMs, hold: null, stages });
          const end = stages.reduce((sum, { durationMs }) => sum + durationMs, 0) + drainMs;
          const levels = Array.from({ length: end }, (_, ms) => levelAt(stages, ms + 0.5));
          const kept = levels.map((level, ms) => Math.max(level, ...levels.slice(Math.max(0, ms - drainMs), ms)));
          expect(levels.map((_, ms) => steps.findLast(({ atMs }) => atMs < ms + 0.5)?.vus)).toEqual(kept);
          expect(steps.at(-1)).toMatchObject({ vus: 0 });
        },
      ),
    );
  });
});

/** Users that the stages ask for at a moment between their steps; the last level stands after their end. */
function levelAt(stages: readonly { toVus: number; durationMs: number }[], ms: number): number {
  let from = 0;
  let at = 0;
  for (const { toVus, durationMs } of stages) {
    if (ms < at + durationMs) {
      const left = (at + durationMs - ms) / durationMs;
      // Who is to come is there at the end of its time, and so is who is to go.
      return toVus > from ? toVus - Math.ceil((toVus - from) * left) : toVus + Math.ceil((from - toVus) * left);
    }
    from = toVus;
    at += durationMs;
  }
  return from;
}

describe("the preview", () => {
  it.each([
    ["load: { profile: load, rate: 200/s, rampUp: 1m, hold: 8m, rampDown: 30s }", 105_000],
    ["load: { arrivalRate: [ { to: 3/s, over: 0s }, { to: 3/s, over: 1s } ] }", 3],
    ["load: { arrivalRate: [ { to: 7/s, over: 3s } ] }", 10],
    ["load: { arrivalRate: [ { to: 30/min, over: 0s }, { to: 30/min, over: 1m } ] }", 30],
    ["load: { profile: breakpoint, upTo: 100/s, over: 1m }", 3000],
    ["load: { profile: spike, rate: 10/s }", 3300],
    ["load: { iterations: 20, vus: 4 }", 20],
    ["load: { iterations: 20, vus: 4, mode: per-vu }", 80],
  ])("counts iterations and requests exactly: %s", (load, count) => {
    const preview = previewLoad(planOf(load));
    expect(preview.iterations).toEqual({ count, exact: true });
    expect(preview.requests).toEqual({ count, exact: true });
    expect(preview.writes).toEqual({ count: 0, exact: true });
  });

  it("bounds a closed model by its think time, and not without one", () => {
    expect(previewLoad(planOf("load: { profile: smoke, vus: 10, hold: 1m }")).iterations).toBeNull();
    const preview = previewLoad(planOf("think: 1s, load: { profile: smoke, vus: 10, hold: 1m }"));
    expect(preview.iterations).toEqual({ count: 610, exact: false });
    // 600 s of thinking: between 1 s and 3 s each, 2 s on average, so about 300 and never beyond 600, and ten that were begun.
    const drawn =
      previewLoad(planOf("think: 1s..3s, load: { profile: smoke, vus: 10, hold: 1m }")).iterations?.count ?? 0;
    expect(drawn).toBeGreaterThan(310);
    expect(drawn).toBeLessThan(400);
  });

  it("adds the rates of scenarios that overlap, and finds what is judged", () => {
    const preview = previewLoad(
      planOf(
        "load: { profile: load, rate: 20/s, rampUp: 10s, hold: 40s, rampDown: 10s, maxVus: 5 }",
        "startAfter: 20s, load: { profile: load, rate: 10/s, rampUp: 10s, hold: 40s, rampDown: 10s, maxVus: 6, drain: 1s }",
      ),
    );
    expect(loadPreviewSchema.parse(preview)).toEqual(preview);
    expect(preview).toMatchObject({ peakVus: 11, peakRatePerSecond: 30, durationMs: 80_000, maxDurationMs: 90_000 });
    expect(preview.judged).toEqual({ fromMs: 30_000, toMs: 50_000 });
    expect(preview.timeline).toContainEqual({ atMs: 55_000 - 5000, vus: 11, ratePerSecond: 30 });
    expect(preview.vuHours).toBeCloseTo((11 * 90) / 3600, 10);
  });

  it("judges nothing where scenarios never hold together", () => {
    const loads = ["load: { profile: smoke, hold: 10s }", "startAfter: 10s, load: { profile: smoke }"];
    expect(previewLoad(planOf(...loads)).judged).toBeNull();
    expect(previewLoad(planOf("load: { profile: breakpoint, upTo: 9/s }")).judged).toBeNull();
  });

  it("counts writes, logins and rows", () => {
    const { plan } = understandForTest(
      `target: local
data: { users: { file: u.csv } }
auth: { a: { login: login, headers: { x: "{t}" } } }
endpoints:
  login: { path: /login, writes: false, json: { u: "{users.name}" }, extract: { t: { jsonpath: $.t } } }
  read: { path: / }
  write: { path: /w, json: 1 }
setup: [write]
scenarios:
  each: { auth: a, load: { iterations: 100, vus: 5 }, journey: [read, { chance: 50%, do: [write] }] }
`,
      { files: { "u.csv": { bytes: new TextEncoder().encode("name\nana\n"), sha256: "" } } },
    );
    const preview = previewLoad(plan);
    // 100 × 0.5 + 5 × √100 × 0.5 = 75 writes, one more in setup; each iteration logs in.
    expect(preview.writes).toEqual({ count: 76, exact: false });
    expect(preview.requests).toEqual({ count: 100 + 75 + 100 + 1, exact: false });
    expect(preview.data).toEqual([
      { dataSet: "users", needed: { count: 100, exact: true }, available: 1, atEnd: "recycle" },
    ]);
    expect(preview.hosts).toEqual(["127.0.0.1"]);
  });

  it.each([
    ["load: { profile: load, rate: 200/s }", 200, "200/s × 1 s assumed an iteration"],
    ["think: 1s..2s, load: { profile: load, rate: 10/s }", 30, "10/s × (1 s assumed an iteration + 2s think time)"],
    ["load: { profile: load, rate: 5000/s }", 1000, "5000/s × 1 s assumed an iteration = 5000, capped at 1000"],
    ["load: { profile: load, rate: 5/s, maxVus: 3 }", 3, "as written"],
  ])("says why an open model has its users: %s", (load, peakVus, maxVusReason) => {
    expect(previewLoad(planOf(load)).scenarios[0]).toMatchObject({ peakVus, maxVusReason });
  });
});
