import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { planOf } from "../../../test/support/fabricated-run.ts";
import type { Load, TestPlan } from "../../contract/test-plan.ts";
import { differencesOf, fingerprintOf, traitsOf, type FingerprintInput, type Traits } from "./fingerprint.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const plan = planOf();
const base: FingerprintInput = {
  plan,
  engine: { name: "k6", majorVersion: 2 },
  editedScript: null,
  judged: { fromMs: 60_000, toMs: 540_000 },
};
const [scenario] = plan.scenarios;
const [endpoint] = plan.endpoints;
if (scenario === undefined || endpoint === undefined) throw new Error("a plan has a scenario and an endpoint");
const data = {
  name: "users",
  path: "users.csv",
  sha256: "aa",
  columns: ["name"],
  rows: 3,
  mode: "random" as const,
  per: "iteration" as const,
  atEnd: "recycle" as const,
  masked: [],
};

const traits = (changes: Partial<FingerprintInput> = {}): Traits => traitsOf({ ...base, ...changes }, sha256);
const withPlan = (changes: Partial<TestPlan>): Traits => traits({ plan: planOf(changes) });
const fingerprint = (of: Traits): string => fingerprintOf(of, sha256);

test.each<[string, Partial<TestPlan>]>([
  ["its name", { name: "other" }],
  ["tags", { tags: { team: "shop" } }],
  ["the port of a local service", { target: { ...plan.target, baseUrl: "http://127.0.0.1:9999" } }],
  ["the seed", { seed: 7 }],
  ["secrets", { secrets: [{ name: "key", source: { env: "KEY" } }] }],
  ["the order of endpoints", { endpoints: plan.endpoints.toReversed() }],
])("runs stay comparable when a plan differs in %s", (_, changes) => {
  expect(fingerprint(withPlan(changes))).toBe(fingerprint(traits()));
});

test.each<[string, Traits, readonly string[]]>([
  [
    "the environment",
    withPlan({ target: { ...plan.target, environment: "staging" } }),
    [`environment: ${plan.target.environment} there, staging here`],
  ],
  ["the work", withPlan({ scenarios: [{ ...scenario, session: "vu" }] }), [`scenario ${scenario.name} was changed`]],
  ["the data", withPlan({ data: [data] }), ["data users is new here"]],
  ["connections", withPlan({ connections: "per-iteration" }), ["connections: keep there, per-iteration here"]],
  [
    "an endpoint",
    withPlan({ endpoints: plan.endpoints.map((each) => (each === endpoint ? { ...each, method: "PUT" } : each)) }),
    [`endpoint ${endpoint.name} was changed`],
  ],
  ["an upload", withPlan({ files: [{ path: "photo.jpg", sha256: "aa", bytes: 1 }] }), ["file photo.jpg is new here"]],
  ["the engine", traits({ engine: { name: "k6", majorVersion: 1 } }), ["engine: k6 2 there, k6 1 here"]],
  ["the script", traits({ editedScript: "ab".repeat(32) }), ["script: as generated there, edited here"]],
  ["the judged part", traits({ judged: null }), ["judged part: 1m to 9m there, all here"]],
])("runs are not comparable when they differ in %s, and the difference is told", (_, other, told) => {
  expect(fingerprint(other)).not.toBe(fingerprint(traits()));
  expect(differencesOf(traits(), other)).toEqual(told);
});

const hold = { fromMs: 1000, toMs: 9000 };
const common = { profile: "load" as const, drainMs: 30_000, hold };
const stages = [{ toPerSecond: 20, durationMs: 1000 }];

test.each<[string, Load, string]>([
  ["open", { ...common, model: "open", stages, maxVus: 9, maxVusReason: "as written" }, "20/s over 1s, at most 9 VUs"],
  ["closed", { ...common, model: "closed", stages: [{ toVus: 3, durationMs: 1000 }] }, "3 VUs over 1s"],
  [
    "counted",
    { ...common, model: "iterations", iterations: 50, vus: 5, mode: "shared", maxDurationMs: 9 },
    "50 iterations by 5 VUs, shared",
  ],
])("an %s load is told in words, and what words leave out counts too", (_, load, words) => {
  const name = `load of ${scenario.name}`;
  const as = (written: Load): string => withPlan({ scenarios: [{ ...scenario, load: written }] })[name] ?? "";
  expect(as(load)).toMatch(new RegExp(`^${words} \\([0-9a-f]{6}\\)$`, "u"));
  expect(as({ ...load, drainMs: 1 })).not.toBe(as(load));
  expect(differencesOf({ [name]: as(load) }, { [name]: as({ ...load, drainMs: 1 }) })).toEqual([
    `${name}: ${as(load)} there, ${as({ ...load, drainMs: 1 })} here`,
  ]);
});

test("changed data are told; where they lie does not matter; what is gone is told", () => {
  const here = withPlan({ data: [data] });
  expect(withPlan({ data: [{ ...data, path: "elsewhere.csv" }] })).toEqual(here);
  expect(differencesOf(here, withPlan({ data: [{ ...data, sha256: "bb" }] }))).toEqual(["data users was changed"]);
  expect(differencesOf(here, traits())).toEqual(["data users is gone here"]);
});

test("equal traits have no difference; a run without traits says why it cannot be compared", () => {
  expect(differencesOf(traits(), traits())).toEqual([]);
  expect(differencesOf({}, traits())).toEqual([
    "it is not known what its fingerprint is made of: a CSV file or an earlier version brought it",
  ]);
});
