import { expect, test } from "vitest";
import { planOf } from "../../../test/support/fabricated-run.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { fingerprintOf } from "./fingerprint.ts";

const engine = { name: "k6", majorVersion: 2 };
const plan = planOf();
const [scenario] = plan.scenarios;
if (scenario === undefined) throw new Error("a plan has a scenario");
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

test.each<[string, Partial<TestPlan>]>([
  ["its name", { name: "other" }],
  ["tags", { tags: { team: "shop" } }],
  ["the port of a local service", { target: { ...plan.target, baseUrl: "http://127.0.0.1:9999" } }],
  ["the seed", { seed: 7 }],
  ["secrets", { secrets: [{ name: "key", source: { env: "KEY" } }] }],
])("runs stay comparable when a plan differs in %s", (_, overrides) => {
  expect(fingerprintOf({ plan: planOf(overrides), engine })).toBe(fingerprintOf({ plan, engine }));
});

test.each<[string, Partial<TestPlan>]>([
  ["the environment", { target: { ...plan.target, environment: "staging" } }],
  ["the load", { scenarios: [{ ...scenario, load: { ...scenario.load, drainMs: 1 } }] }],
  ["the work", { scenarios: [{ ...scenario, session: "vu" }] }],
  ["the data", { data: [data] }],
  ["connections", { connections: "per-iteration" }],
  ["an endpoint", { endpoints: plan.endpoints.map((endpoint) => ({ ...endpoint, method: "POST" })) }],
])("runs are not comparable when a plan differs in %s", (_, overrides) => {
  expect(fingerprintOf({ plan: planOf(overrides), engine })).not.toBe(fingerprintOf({ plan, engine }));
});

test("the engine counts with its major version; the order of keys and where a data file lies do not", () => {
  expect(fingerprintOf({ plan, engine: { ...engine, majorVersion: 1 } })).not.toBe(fingerprintOf({ plan, engine }));
  const { schemaVersion, name, ...rest } = plan;
  const reordered: TestPlan = { ...rest, name, schemaVersion };
  expect(fingerprintOf({ plan: reordered, engine })).toBe(fingerprintOf({ plan, engine }));
  const [here, there] = [planOf({ data: [data] }), planOf({ data: [{ ...data, path: "elsewhere.csv" }] })];
  expect(fingerprintOf({ plan: here, engine })).toBe(fingerprintOf({ plan: there, engine }));
});
