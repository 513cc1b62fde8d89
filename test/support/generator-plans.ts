import type { SloSet } from "../../src/contract/slo-set.ts";
import type {
  DataRows,
  DataSet,
  Endpoint,
  JsonTemplate,
  Scenario,
  Template,
  TestPlan,
} from "../../src/contract/test-plan.ts";
import type { ScriptInput } from "../../src/pipeline/generate/k6/generate-script.ts";

/** Plans as understood, written by hand, for tests of generators. */

/** "a{b}c" as a template. */
export function template(text: string): Template {
  return text
    .split(/(\{[^{}]+\})/u)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("{") ? { ref: part.slice(1, -1) } : part));
}

/** A JSON value with `{variables}` in its strings. */
export function json(value: unknown): JsonTemplate {
  if (typeof value === "string") return { template: template(value) };
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return { array: value.map((entry) => json(entry)) };
  if (typeof value !== "object") throw new TypeError("not a JSON value");
  return { object: Object.entries(value).map(([name, part]) => [name, json(part)]) };
}

export function endpoint(name: string, path: string, more: Partial<Endpoint> = {}): Endpoint {
  return {
    name,
    method: "GET",
    at: null,
    path: template(path),
    query: [],
    headers: [],
    body: null,
    timeoutMs: 10_000,
    redirects: 0,
    writes: false,
    expect: { ...anyStatus },
    extract: [],
    tags: {},
    ...more,
  };
}

export const anyStatus = {
  status: [{ from: 200, to: 399 }],
  contains: [],
  json: [],
  headers: [],
  maxBytes: null,
} satisfies Endpoint["expect"];

export function iterations(count: number, vus: number, mode: "shared" | "per-vu" = "shared"): Scenario["load"] {
  return {
    model: "iterations",
    profile: "explicit",
    drainMs: 5_000,
    hold: null,
    iterations: count,
    vus,
    mode,
    maxDurationMs: 60_000,
  };
}

export function scenario(
  name: string,
  load: Scenario["load"],
  work: Scenario["work"],
  more: Partial<Scenario> = {},
): Scenario {
  return { name, startAfterMs: 0, load, session: "iteration", auth: null, work, rows: [], tags: {}, ...more };
}

export function plan(name: string, parts: Partial<TestPlan>): TestPlan {
  return {
    schemaVersion: 1,
    name,
    service: "shop",
    tags: {},
    target: { environment: "local", baseUrl: "http://127.0.0.1:8080", others: {}, tlsCaFile: null },
    seed: 20261122,
    connections: "keep",
    data: [],
    files: [],
    secrets: [],
    auth: [],
    endpoints: [],
    isolation: null,
    setup: [],
    teardown: [],
    leftovers: null,
    scenarios: [scenario("main", iterations(1, 1), { kind: "mix", entries: [], think: null })],
    ...parts,
  };
}

export function dataSet(
  name: string,
  rows: DataRows["rows"],
  columns: string[],
  more: Partial<DataSet> = {},
): { set: DataSet; rows: DataRows } {
  return {
    set: {
      name,
      path: `data/${name}.json`,
      sha256: "0".repeat(64),
      columns,
      rows: rows.length,
      mode: "sequential",
      per: "iteration",
      atEnd: "recycle",
      masked: [],
      ...more,
    },
    rows: { dataSet: name, columns, rows },
  };
}

export const noSlos: SloSet = { schemaVersion: 1, service: null, defaults: false, objectives: [], scoring: null };

/** A plan as the generator takes it. */
export function input(
  testPlan: TestPlan,
  data: readonly DataRows[] = [],
  uploads: Record<string, Uint8Array> = {},
): ScriptInput {
  return { plan: testPlan, data, uploads, slos: noSlos, preview: { requests: null } };
}

/** The same plan against another address; other hosts are paths of it by their name. */
export function at(script: ScriptInput, baseUrl: string): ScriptInput {
  const { target } = script.plan;
  const others = Object.fromEntries(Object.keys(target.others).map((name) => [name, `${baseUrl}/${name}`]));
  return { ...script, plan: { ...script.plan, target: { ...target, baseUrl, others } } };
}

/** One endpoint, nothing else: a smoke test of it. */
export function smokeInput(holdMs = 30_000): ScriptInput {
  return input(
    plan("smoke", {
      endpoints: [endpoint("health", "/healthz")],
      scenarios: [
        scenario(
          "smoke",
          {
            model: "closed",
            profile: "smoke",
            drainMs: 30_000,
            hold: { fromMs: 0, toMs: holdMs },
            stages: [
              { toVus: 1, durationMs: 0 },
              { toVus: 1, durationMs: holdMs },
            ],
          },
          { kind: "mix", entries: [{ endpoint: "health", weight: 1 }], think: null },
        ),
      ],
    }),
  );
}
