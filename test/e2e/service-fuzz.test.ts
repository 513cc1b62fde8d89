import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  oneof,
  record,
  tuple,
  type Arbitrary,
} from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeSystem } from "../../src/adapters/node/node-system.ts";
import { composeService } from "../../src/compose-service.ts";
import { problemSchema } from "../../src/contract/api/problem.ts";
import { runAnalysisSchema } from "../../src/contract/api/runs.ts";
import { createLife } from "../../src/entry/http/life.ts";
import { createMetrics } from "../../src/entry/http/metrics.ts";
import { isJsonObject, type Json, type JsonObject } from "../../src/entry/http/openapi/schema-components.ts";
import { createServer } from "../../src/entry/http/server.ts";
import type { ServiceApp } from "../../src/entry/http/service-app.ts";
import { baselineRun, dayMs } from "../../src/ports/baseline-runs.contract.ts";
import { newJob } from "../../src/ports/job-queue.contract.ts";
import { ledgerEntry } from "../../src/ports/ledger-entry.contract.ts";
import { ensureFirstToken } from "../../src/services/access/first-token.ts";
import { issueToken } from "../../src/services/access/issue-token.ts";
import type { Service } from "../../src/services/service.ts";
import { arbitraryOf } from "../support/arbitrary-of-schema.ts";

/** What people and targets have put into fields elsewhere. */
const hostile: readonly string[] = [
  "../../../../etc/passwd",
  "..%2f..%2fserve.yaml",
  "<script>alert(1)</script>",
  "[x](javascript:alert(1))",
  "=cmd|' /C calc'!A0",
  "'; DROP TABLE runs; --",
  "a\u0000b",
  "\u202Egnp.exe",
  "constructor",
  "__proto__",
  "x".repeat(5_000),
  "&a [*a, *a]",
];

const root = "/api/agents/performance-agent";

interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly operation: JsonObject;
}

let directory: string;
let service: Service;
let app: ServiceApp;
let token: string;
let operations: Operation[];
let components: JsonObject;
/** What there is, by the name of the parameter or field that names it: requests that only miss reach little. */
let known: Readonly<Record<string, readonly string[]>>;
/** Operations that gave a success. */
const reached = new Set<string>();
const logged: string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "perf-agent-fuzz-"));
  const policy = join(directory, "policy.yaml");
  await writeFile(
    policy,
    'apiVersion: perf-agent/v1\nkind: Policy\nenvironments: { local: { kind: local, baseUrl: "http://127.0.0.1:9", hosts: [127.0.0.1] } }\nreview: { selfApprove: [], approvals: { local: 1 } }\n',
  );
  const env = { ...process.env, XDG_CONFIG_HOME: directory, XDG_STATE_HOME: directory, PERF_AGENT_POLICY: policy };
  service = await composeService(
    { ...nodeSystem(), env, cwd: directory },
    {
      version: "0.0.0",
      worker: here("src/entry/worker/collect.ts"),
      engineRecipes: here("src/adapters/k6/build/"),
      evaluation: here("docs/evaluation.md"),
    },
    {
      data: join(directory, "data"),
      typed: { host: undefined, port: undefined },
      onEventLag: () => undefined,
    },
  );
  Object.assign(service.settings.limits, { requestsPerMinute: 1_000_000 });
  token = (await ensureFirstToken(service, { chosen: undefined, isNewWanted: true })) ?? "";
  app = await createServer(service, {
    life: createLife(),
    metrics: createMetrics(),
    pageDirectory: join(directory, "no-page"),
    log: { write: (line) => void logged.push(line) },
  });
  const described = JSON.parse((await ask("GET", "/openapi.json")).payload) as {
    paths: Record<string, Record<string, JsonObject>>;
    components: { schemas: JsonObject };
  };
  components = described.components.schemas;
  operations = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase() as Operation["method"],
      path,
      operation,
    })),
  );
  known = await keepSomething();
});
afterAll(async () => {
  await app.close();
  await service.close();
  await rm(directory, { recursive: true, force: true });
});

function here(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}

function ask(method: Operation["method"], url: string, body?: unknown) {
  return app.inject({
    method,
    url,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
}

/** Keeps some of each thing that there can be; the plan is somebody else's, so that it can be approved. */
async function keepSomething(): Promise<Readonly<Record<string, readonly string[]>>> {
  const author = await issueToken(service, { name: "ben", roles: ["engineer"], actor: "ana" });
  const plan =
    'name: fuzz\nservice: todo\ntarget: { environment: local }\ndata: { users: { file: data/users.csv } }\nendpoints: { home: { path: "/{users.name}" } }\n';
  const slos = "kind: SloSet\nobjectives: [ p95 of home < 400ms ]\n";
  const handedIn = { plan, slos, data: { "data/users.csv": "name\nann\n" } };
  const { planId = "", hash = "" } = await made("/plan", handedIn, author.token);
  await made(`/plans/${planId}/approvals`, { hash }, token);
  const { runId: queued = "" } = await made("/execute", { planId }, author.token);
  const results = new Blob([await readFile(here("test/fixtures/jmeter/todo-service.jtl"))]);
  const runs: string[] = [];
  for (const environment of ["one", "other"]) {
    const form = new FormData();
    form.set("results", results, "results.jtl");
    form.set("service", "todo");
    form.set("environment", environment);
    const { runId = "" } = await made("/analyse", form, author.token);
    runs.push(runId);
  }
  const analysis = await ask("GET", `${root}/runs/${runs[0] ?? ""}/analysis`);
  const [recommendation] = runAnalysisSchema.parse(JSON.parse(analysis.payload)).recommendations;
  const { jobs, ledger } = await service.store();
  await jobs.put(newJob("job-1", { kind: "analyse", lane: null }), null);
  await ledger.put([ledgerEntry({ id: "regression-1", service: "todo" })]);
  const until = service.clock.now() + dayMs;
  await made("/regressions/regression-1/acceptance", { reason: "agreed", until }, token);
  // Enough of them that some are left when others were dropped.
  const baselines = Array.from({ length: 20 }, (_, n) =>
    baselineRun(`base-${n}`, (n + 1) * dayMs, { plan: `plan-${n}` }),
  );
  const at = service.clock.now();
  const pins = baselines.map(({ runId, plan: of, environment }) => {
    return { service: "todo", environment, plan: of, label: "pinned", runId, by: "ben", at };
  });
  await made("/baselines/import", { schemaVersion: 1, service: "todo", runs: baselines, pins }, token);
  return {
    planId: [planId],
    hash: [hash],
    against: [hash],
    path: ["data/users.csv"],
    plan: [plan],
    runId: [queued, ...runs],
    "runId of a baseline": baselines.map((baseline) => baseline.runId),
    "runId of an end": runs,
    environment: ["perf"],
    endpoint: ["checkout"],
    statistic: ["p95"],
    runs: [runs.join(",")],
    id: [recommendation?.id ?? "", author.id, "regression-1"],
    jobId: ["job-1"],
    name: ["todo"],
    service: ["todo"],
  };
}

/** The fields of what somebody made that are texts. */
async function made(path: string, body: object, bearer: string): Promise<Record<string, string>> {
  const request = new Request("http://localhost", {
    method: "POST",
    ...(body instanceof FormData
      ? { body }
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const answer = await app.inject({
    method: "POST",
    url: `${root}${path}`,
    headers: { authorization: `Bearer ${bearer}`, "content-type": request.headers.get("content-type") ?? "" },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${answer.payload}`);
  reached.add(`POST ${path.replace(/^\/plans\/[^/]+/u, "/plans/{planId}").replace("regression-1", "{id}")}`);
  const fields = JSON.parse(answer.payload) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** null: the answer is a success, or a problem that somebody thought of. */
async function faultOf({ method, path }: Operation, url: string, body?: unknown): Promise<object | null> {
  const of = `${method} ${path.replace(root, "")}`;
  const { statusCode, payload, headers } = await ask(method, url, body);
  if (headers["x-content-type-options"] !== "nosniff") return { statusCode, headers };
  if (statusCode < 400) {
    reached.add(of);
    return null;
  }
  const problem = problemSchema.parse(JSON.parse(payload));
  if (problem.status === statusCode && problem.code !== "PA_INTERNAL") return null;
  return { statusCode, problem, log: logged.at(-1) };
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Json;
}

/** An address of the operation with values in its path and query. */
function urlsOf({ path, operation }: Operation): Arbitrary<string> {
  const parameters = (operation["parameters"] ?? []) as unknown as readonly Parameter[];
  const varied = parameters.filter((one) => one.in === "path" || one.in === "query");
  // The events of a run that waits come to no end.
  const among = path.startsWith(`${root}/baselines/`) ? " of a baseline" : path.endsWith("/events") ? " of an end" : "";
  const thereOf = (name: string): readonly string[] | undefined => known[`${name}${among}`] ?? known[name];
  const texts = record(
    Object.fromEntries(
      varied.map(({ name, schema }) => [
        name,
        oneof(
          { weight: 2, arbitrary: arbitraryOf(schema, components).map(String) },
          { weight: 3, arbitrary: constantFrom(...(thereOf(name) ?? ["1"])) },
          { weight: 1, arbitrary: constantFrom(...hostile) },
          // Left out, where that is possible.
          { weight: 4, arbitrary: constant("") },
        ),
      ]),
    ),
  );
  return texts.map((values) => {
    const filled = path.replaceAll(/\{(\w+)\}/gu, (_whole, name: string) =>
      encodeURIComponent(values[name] || (thereOf(name)?.[0] ?? "x")),
    );
    const query = new URLSearchParams(
      varied
        .filter((one) => one.in === "query" && values[one.name] !== "")
        .map(({ name }): [string, string] => [name, values[name] ?? ""]),
    );
    return query.size === 0 ? filled : `${filled}?${query.toString()}`;
  });
}

function bodySchemaOf({ operation }: Operation): Json | undefined {
  const body = operation["requestBody"];
  if (!isJsonObject(body) || !isJsonObject(body["content"])) return undefined;
  const json = body["content"]["application/json"];
  return isJsonObject(json) ? json["schema"] : undefined;
}

function knownField(name: string): [string, string][] {
  const [first] = known[name] ?? [];
  return first === undefined ? [] : [[name, first]];
}

/** The same value, now and then with names of what there is. */
function knowing(values: Arbitrary<unknown>): Arbitrary<unknown> {
  return tuple(values, boolean()).map(([value, isKnown]) =>
    isKnown && typeof value === "object" && value !== null
      ? { ...value, ...Object.fromEntries(Object.keys(value).flatMap((name) => knownField(name))) }
      : value,
  );
}

describe("whatever is asked", () => {
  it("in addresses, is answered or refused by a code", async () => {
    for (const operation of operations) {
      await assert(
        asyncProperty(urlsOf(operation), async (url) => {
          expect(await faultOf(operation, url)).toBeNull();
        }),
        { numRuns: 25, seed: 1 },
      );
    }
  });

  it("in bodies, is answered or refused by a code", async () => {
    for (const operation of operations) {
      const schema = bodySchemaOf(operation);
      if (schema === undefined) continue;
      const body = oneof(
        { weight: 4, arbitrary: knowing(arbitraryOf(schema, components)) },
        { weight: 1, arbitrary: constantFrom(...hostile) },
      );
      await assert(
        asyncProperty(urlsOf(operation), body, async (url, value) => {
          expect(await faultOf(operation, url, value)).toBeNull();
        }),
        { numRuns: 60, seed: 2 },
      );
    }
  });

  it("reaches what the routes do", () => {
    const missed = operations.map(({ method, path }) => `${method} ${path.replace(root, "")}`);
    expect(missed.filter((operation) => !reached.has(operation))).toEqual([]);
  });
});
