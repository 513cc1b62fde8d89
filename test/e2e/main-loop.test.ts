import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startShop, type Shop } from "../../examples/shop/shop.ts";
import { runDocumentSchema, type RunDocument } from "../../src/contract/run.ts";
import { createWorkplace, type Workplace } from "../support/command-line.ts";

const canary = "canary-5f1e7-secret";
const maskedCanary = "canary-pa55-masked";

const plan = `
apiVersion: perf-agent/v1
kind: TestPlan
name: shop-loop
service: shop
seed: 7
target: { environment: local }
data:
  users:    { file: data/users.csv, mode: unique, atEnd: recycle, masked: [password] }
  products: { file: data/products.json, mode: random }
secrets:
  apiKey: { env: SHOP_API_KEY }
auth:
  customer: { login: login, headers: { authorization: "Bearer {token}" } }
endpoints:
  list-products: { method: GET, path: /api/products, query: { page: 1 }, extract: { productId: { jsonpath: "$.items[*].id", pick: random } } }
  get-product:   { method: GET, path: "/api/products/{products.id}" }
  login:
    method: POST
    path: /api/login
    writes: false
    headers: { x-api-key: "{secrets.apiKey}" }
    json: { user: "{users.name}", password: "{users.password}" }
    expect: { status: 200, contains: token }
    extract: { token: { jsonpath: $.token } }
  add-to-cart: { method: POST, path: /api/cart, json: { productId: "{productId}", quantity: 1 }, expect: { status: [200, 201] } }
  checkout:    { method: POST, path: /api/checkout, headers: { idempotency-key: "{uuid}" }, expect: { status: 201, json: { $.total: "> 0" } } }
  cleanup:     { method: DELETE, path: "/api/test-tenants/perf-{run.id}" }
isolation: { header: { name: x-test-tenant, value: "perf-{run.id}" } }
teardown: [ cleanup ]
scenarios:
  browse:
    load: { profile: load, rate: 40/s, maxVus: 40, rampUp: 2s, hold: 6s, rampDown: 1s, drain: 5s }
    mix: { list-products: 70, get-product: 30 }
  buy:
    load: { profile: load, vus: 3, rampUp: 2s, hold: 6s, rampDown: 1s, drain: 5s }
    session: vu
    auth: customer
    journey:
      - list-products
      - { think: 100ms..300ms }
      - { repeat: 1..2, do: [ { next: products }, get-product, add-to-cart ] }
      - { chance: 50%, do: [ checkout ] }
`;
const slo = `
apiVersion: perf-agent/v1
kind: SloSet
service: shop
objectives:
  - p95 of each < 2s
  - errors of all < 1%
  - throughput of browse > 20/s
`;
const users = `name,password\n${Array.from({ length: 20 }, (_, n) => `user${n},${maskedCanary}-${n}`).join("\n")}\n`;
const products = JSON.stringify(Array.from({ length: 10 }, (_, n) => ({ id: n + 1, name: `thing ${n}` })));

function documentOf(text: string): RunDocument {
  return runDocumentSchema.parse(JSON.parse(text));
}

describe("the main loop on real k6", () => {
  let shop: Shop;
  let place: Workplace;
  const env = { SHOP_API_KEY: canary };
  beforeAll(async () => {
    shop = await startShop({ port: 0, host: "127.0.0.1", apiKey: canary, latencyScale: 0.2 });
    place = await createWorkplace({
      "plan.yaml": plan,
      "slo.yaml": slo,
      "data/users.csv": users,
      "data/products.json": products,
    });
  });
  afterAll(async () => {
    await shop.close();
    await place.remove();
  });

  let first: RunDocument;

  it("runs, judges, reports, and counts what the service counted", async () => {
    const before = shop.stats().requests;
    const finished = await place.run(
      ["run", "plan.yaml", "--base-url", shop.url, "--tag", "commit=abc", "--json", "--junit", "junit.xml"],
      env,
    );
    expect(finished.stderr).toContain("guard");
    first = documentOf(finished.stdout);
    expect({
      code: finished.code,
      verdict: first.verdict,
      reasons: first.reasons,
      flags: first.quality.flags,
    }).toMatchObject({ code: 0, verdict: "pass" });
    expect(first.exitCode).toBe(0);
    expect(first.tags).toEqual({ commit: "abc" });
    expect(first.totals.requests).toBe(shop.stats().requests - before);
    expect(first.totals.failedRequests).toBe(0);
    expect(first.totals.droppedIterations).toBe(0);
    // 40/s over a 2 s ramp, 6 s hold and 1 s ramp down.
    expect(first.scenarios.find(({ name }) => name === "browse")).toMatchObject({ planned: 300, dropped: 0 });
    expect(first.endpoints.map(({ name, scenario }) => `${scenario} ${name}`)).toEqual(
      expect.arrayContaining([
        "browse list-products",
        "browse get-product",
        "buy login",
        "buy add-to-cart",
        "buy checkout",
      ]),
    );
    expect(first.objectives.map(({ status }) => status)).toEqual(["met", "met", "met"]);
    expect(first.comparisons.every(({ status }) => status === "no-baseline")).toBe(true);
    expect(await readFile(join(place.directory, "junit.xml"), "utf8")).toContain("<testsuite");
  });

  it("leaves a folder without secrets and masked values", async () => {
    const names = await readdir(first.directory, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const text = await readFile(file, "latin1");
      expect({ file, secret: text.includes(canary), masked: text.includes(maskedCanary) }).toEqual({
        file,
        secret: false,
        masked: false,
      });
    }
    expect(await readFile(first.files.html ?? "", "utf8")).toMatch(/^<!doctype html>/iu);
  });

  it("compares a second run with the first, and starts the same load", async () => {
    const finished = await place.run(["run", "plan.yaml", "--base-url", shop.url, "--json"], env);
    const second = documentOf(finished.stdout);
    expect(second.comparisons.length).toBeGreaterThan(0);
    const compared = second.comparisons.filter(
      ({ scenario, endpoint }) => scenario === "browse" && endpoint === "list-products",
    );
    expect(compared.length).toBeGreaterThan(0);
    for (const comparison of compared) expect(comparison).toMatchObject({ status: "provisional", baselineRuns: 1 });
    expect(finished.code).toBe(0);
    // The engine may start one iteration more or less at the very end of a ramp: the last one falls on its edge.
    for (const { name, scenario, requests } of first.endpoints.filter((endpoint) => endpoint.scenario === "browse")) {
      const again = second.endpoints.find((endpoint) => endpoint.name === name && endpoint.scenario === scenario);
      expect(Math.abs((again?.requests ?? 0) - requests)).toBeLessThanOrEqual(1);
    }
  });

  it("replays byte for byte, and notices a changed bundle", async () => {
    const same = await place.run(["replay", first.runId, "--json"]);
    expect({ code: same.code, stderr: same.stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(same.stdout)).toMatchObject({ runId: first.runId, verdict: "pass" });
    await place.write(join("runs", first.runId, "objectives.json"), "{}");
    const changed = await place.run(["replay", first.runId, "--json"]);
    expect(changed.code).toBe(3);
    expect(JSON.parse(changed.stdout)).toMatchObject({ errors: [{ code: "PA_RUN_BUNDLE_DAMAGED" }] });
  });

  it("shows, lists, compares, reports and judges again", async () => {
    const list = JSON.parse((await place.run(["runs", "--json"])).stdout) as { runs: { runId: string }[] };
    expect(list.runs).toHaveLength(2);
    const [latest] = list.runs;
    expect((await place.run(["show", "latest"])).stdout).toContain("list-products");
    expect((await place.run(["report", latest?.runId ?? ""])).stdout).toContain("list-products");
    const comparison = await place.run(["compare", first.runId, latest?.runId ?? ""]);
    expect(comparison.stdout).toContain("list-products");
    await place.write(
      "strict.yaml",
      "apiVersion: perf-agent/v1\nkind: SloSet\nobjectives: [ p95 of list-products < 0.001ms ]\n",
    );
    const again = await place.run(["analyse", "latest", "--slo", "strict.yaml", "--json"]);
    expect(again.code).toBe(1);
    expect(documentOf(again.stdout).objectives).toMatchObject([{ status: "breached", exact: false }]);
  });

  it("tries one iteration and hides secrets", async () => {
    const tried = await place.run(["try", "plan.yaml", "--scenario", "buy", "--base-url", shop.url], env);
    expect({ code: tried.code, stderr: tried.stderr }).toEqual({ code: 0, stderr: "" });
    for (const word of ["login", "list-products", "token", "productId"]) expect(tried.stdout).toContain(word);
    expect(tried.stdout).not.toContain(canary);
    expect(tried.stdout).not.toContain(maskedCanary);
  });

  it("fails a build whose objective is breached", async () => {
    const breached = await place.run(
      [
        "run",
        "plan.yaml",
        "--base-url",
        shop.url,
        "--slo",
        "strict.yaml",
        "-o",
        "scenarios.browse.load.hold=2s",
        "-o",
        "scenarios.buy.load.hold=2s",
      ],
      env,
    );
    expect(breached.code).toBe(1);
    expect(breached.stdout).toContain("FAIL");
    expect(breached.stdout).toContain("p95 of list-products");
  });
});
