import type { Objective } from "../../src/contract/slo-set.ts";
import type { ScriptInput } from "../../src/pipeline/generate/k6/generate-script.ts";
import { anyStatus, dataSet, endpoint, json, noSlos, plan, scenario, template } from "./generator-plans.ts";

function objective(text: string, more: Partial<Objective>): Objective {
  return {
    name: text,
    text,
    statistic: { kind: "quantile", q: 0.95 },
    measure: "latency",
    endpoint: null,
    each: false,
    scenario: null,
    comparator: "<",
    limit: 0,
    unit: "ms",
    window: null,
    severity: "fail",
    stop: false,
    wholeRun: false,
    tag: null,
    budget: null,
    ...more,
  };
}

const status = (from: number, to = from) => ({ ...anyStatus, status: [{ from, to }] });
const tenant: [string, ReturnType<typeof template>] = ["x-test-tenant", template("perf-{run.id}")];
const accept: [string, ReturnType<typeof template>] = ["accept", ["application/json"]];

/** The full example of the plan format, as understood: a mix in an open model, a journey with everything in a closed one. */
export function shopInput(): ScriptInput {
  const users = dataSet(
    "users",
    [
      ["ana", "s3cret-ana", "ana@example.test"],
      ["bo", "s3cret-bo", "bo@example.test"],
      ["cy", "s3cret-cy", "cy@example.test"],
    ],
    ["name", "password", "email"],
    { mode: "unique", masked: ["password"] },
  );
  const products = dataSet(
    "products",
    [
      [1, "chair"],
      [2, "table & lamp"],
      [3, "größe"],
    ],
    ["id", "name"],
    { mode: "random" },
  );
  const endpoints = [
    endpoint("list-products", "/api/products", {
      headers: [accept],
      query: [["page", ["1"]]],
      extract: [{ name: "productId", from: "jsonpath", expression: "$.items[*].id", pick: "random" }],
    }),
    endpoint("get-product", "/api/products/{products.id}", { headers: [accept] }),
    endpoint("search", "/graphql", {
      method: "POST",
      headers: [accept],
      body: {
        kind: "graphql",
        query: "query($q:String!){find(q:$q){id}}",
        variables: json({ q: "{products.name}" }),
        operationName: null,
      },
      expect: { ...anyStatus, json: [{ path: "$.errors", test: { kind: "absent" } }] },
    }),
    endpoint("login", "/api/login", {
      method: "POST",
      headers: [accept, ["x-api-key", [{ ref: "secrets.apiKey" }]]],
      body: { kind: "json", value: json({ user: "{users.name}", password: "{users.password}" }) },
      expect: { ...status(200), contains: [["token"]], maxBytes: 64_000 },
      extract: [{ name: "token", from: "jsonpath", expression: "$.token", pick: "first" }],
    }),
    endpoint("renew", "/api/token", {
      method: "POST",
      headers: [accept],
      body: {
        kind: "form",
        fields: [
          ["grant", ["refresh"]],
          ["token", [{ ref: "token" }]],
        ],
      },
      extract: [{ name: "token", from: "jsonpath", expression: "$.token", pick: "first" }],
    }),
    endpoint("add-to-cart", "/api/cart", {
      method: "POST",
      writes: true,
      headers: [accept, tenant],
      body: { kind: "json", value: json({ productId: "{productId}", quantity: 1 }) },
      expect: status(200, 201),
    }),
    endpoint("photo", "/api/products/{products.id}/photos", {
      method: "POST",
      writes: true,
      headers: [accept, tenant],
      body: {
        kind: "multipart",
        parts: [
          { name: "title", value: ["mine"] },
          { name: "file", file: "data/photo.jpg", type: "image/jpeg", filename: "photo.jpg" },
        ],
      },
      expect: status(200, 299),
    }),
    endpoint("checkout", "/api/checkout", {
      method: "POST",
      writes: true,
      headers: [accept, tenant, ["idempotency-key", [{ ref: "uuid" }]]],
      expect: {
        ...status(201),
        json: [{ path: "$.total", test: { kind: "compare", operator: ">", value: 0 } }],
      },
    }),
    endpoint("cleanup", "/api/test-tenants/perf-{run.id}", {
      method: "DELETE",
      writes: true,
      headers: [accept, tenant],
    }),
  ];
  const open = {
    model: "open",
    profile: "load",
    drainMs: 30_000,
    hold: { fromMs: 60_000, toMs: 540_000 },
    maxVus: 80,
    maxVusReason: "as written",
    stages: [
      { toPerSecond: 200, durationMs: 60_000 },
      { toPerSecond: 200, durationMs: 480_000 },
      { toPerSecond: 0, durationMs: 30_000 },
    ],
  } as const;
  const closed = {
    model: "closed",
    profile: "load",
    drainMs: 20_000,
    hold: { fromMs: 60_000, toMs: 540_000 },
    stages: [
      { toVus: 50, durationMs: 60_000 },
      { toVus: 50, durationMs: 480_000 },
      { toVus: 0, durationMs: 30_000 },
    ],
  } as const;
  const testPlan = plan("checkout-peak", {
    tags: { team: "shop" },
    target: { environment: "perf", baseUrl: "https://shop.perf.example.test", others: {}, tlsCaFile: null },
    data: [users.set, products.set],
    files: [{ path: "data/photo.jpg", sha256: "0".repeat(64), bytes: 4 }],
    secrets: [{ name: "apiKey", source: { env: "SHOP_API_KEY" } }],
    auth: [
      {
        kind: "login",
        name: "customer",
        login: "login",
        refresh: "renew",
        renewAfterMs: 840_000,
        headers: [["authorization", template("Bearer {token}")]],
      },
    ],
    endpoints,
    isolation: { kind: "header", name: "x-test-tenant", value: template("perf-{run.id}") },
    teardown: ["cleanup"],
    scenarios: [
      scenario(
        "browse",
        { ...open, stages: [...open.stages] },
        {
          kind: "mix",
          entries: [
            { endpoint: "list-products", weight: 60 },
            { endpoint: "get-product", weight: 30 },
            { endpoint: "search", weight: 10 },
          ],
          think: null,
        },
        { rows: [{ dataSet: "products", offset: 0, stride: 2, drawsPerIteration: 1 }] },
      ),
      scenario(
        "buy",
        { ...closed, stages: [...closed.stages] },
        {
          kind: "journey",
          steps: [
            { kind: "request", endpoint: "list-products", onFailure: "end" },
            { kind: "think", minMs: 1_000, maxMs: 3_000 },
            {
              kind: "repeat",
              min: 1,
              max: 3,
              whileVariable: null,
              steps: [
                { kind: "next", dataSet: "products" },
                { kind: "request", endpoint: "get-product", onFailure: "end" },
                { kind: "request", endpoint: "add-to-cart", onFailure: "end" },
              ],
            },
            {
              kind: "chance",
              share: 0.3,
              steps: [
                { kind: "think", minMs: 2_000, maxMs: 2_000 },
                { kind: "request", endpoint: "checkout", onFailure: "end" },
              ],
            },
            { kind: "request", endpoint: "photo", onFailure: "continue" },
          ],
        },
        {
          startAfterMs: 30_000,
          session: "vu",
          auth: "customer",
          rows: [
            { dataSet: "users", offset: 0, stride: 1, drawsPerIteration: 1 },
            { dataSet: "products", offset: 1, stride: 2, drawsPerIteration: 4 },
          ],
        },
      ),
    ],
  });
  return {
    plan: testPlan,
    data: [users.rows, products.rows],
    uploads: { "data/photo.jpg": Uint8Array.of(255, 216, 0, 217) },
    slos: {
      ...noSlos,
      objectives: [
        objective("p95 of checkout in buy < 400ms", { endpoint: "checkout", scenario: "buy", limit: 400 }),
        objective("p90 waiting of each < 300ms", {
          statistic: { kind: "quantile", q: 0.9 },
          measure: "waiting",
          each: true,
          limit: 300,
        }),
        objective("p95 journey of buy < 12s", { measure: "journey", scenario: "buy", limit: 12_000 }),
        objective("errors of all < 0.1%", { statistic: { kind: "error-rate" }, unit: "fraction", limit: 0.001 }),
        objective("throughput of browse > 190/s", {
          statistic: { kind: "throughput" },
          scenario: "browse",
          comparator: ">",
          unit: "per-second",
          limit: 190,
        }),
        objective("p95 of checkout < 600ms in every 30s", {
          endpoint: "checkout",
          limit: 600,
          window: { everyMs: 30_000, share: 1 },
        }),
      ],
    },
    preview: { requests: { count: 131_000, exact: false } },
  };
}
