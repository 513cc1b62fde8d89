import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, asyncProperty, constantFrom, oneof, record, type Arbitrary } from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeSystem } from "../../src/adapters/node/node-system.ts";
import { composeService } from "../../src/compose-service.ts";
import { problemSchema } from "../../src/contract/api/problem.ts";
import { createLife } from "../../src/entry/http/life.ts";
import { createMetrics } from "../../src/entry/http/metrics.ts";
import { isJsonObject, type Json, type JsonObject } from "../../src/entry/http/openapi/schema-components.ts";
import { createServer } from "../../src/entry/http/server.ts";
import type { ServiceApp } from "../../src/entry/http/service-app.ts";
import { ensureFirstToken } from "../../src/services/access/first-token.ts";
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
const logged: string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "perf-agent-fuzz-"));
  const env = { XDG_CONFIG_HOME: directory, XDG_STATE_HOME: directory, PATH: "" };
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

/** null: the answer is a success, or a problem that somebody thought of. */
async function faultOf(method: Operation["method"], url: string, body?: unknown): Promise<object | null> {
  const { statusCode, payload, headers } = await ask(method, url, body);
  if (headers["x-content-type-options"] !== "nosniff") return { statusCode, headers };
  if (statusCode < 400) return null;
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
  const texts = record(
    Object.fromEntries(
      varied.map(({ name, schema }) => [
        name,
        oneof(arbitraryOf(schema, components).map(String), constantFrom(...hostile)),
      ]),
    ),
  );
  return texts.map((values) => {
    const filled = path.replaceAll(/\{(\w+)\}/gu, (_whole, name: string) => encodeURIComponent(values[name] || "x"));
    const query = new URLSearchParams(
      varied.filter((one) => one.in === "query").map(({ name }): [string, string] => [name, values[name] ?? ""]),
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

describe("whatever is asked", () => {
  it("in addresses, is answered or refused by a code", async () => {
    for (const operation of operations) {
      await assert(
        asyncProperty(urlsOf(operation), async (url) => {
          expect(await faultOf(operation.method, url)).toBeNull();
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
        { weight: 4, arbitrary: arbitraryOf(schema, components) },
        { weight: 1, arbitrary: constantFrom(...hostile) },
      );
      await assert(
        asyncProperty(urlsOf(operation), body, async (url, value) => {
          expect(await faultOf(operation.method, url, value)).toBeNull();
        }),
        { numRuns: 40, seed: 2 },
      );
    }
  });
});
