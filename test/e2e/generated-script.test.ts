import { createHmac, createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { Scenario, TestPlan } from "../../src/contract/test-plan.ts";
import { tryEventPrefix, tryEventSchema, type TryEvent } from "../../src/contract/try-event.ts";
import { generateScript, generateTryScript, type ScriptInput } from "../../src/pipeline/generate/k6/generate-script.ts";
import { authInput, everythingInput } from "../support/auth-plan.ts";
import { collected, countsOf } from "../support/collected.ts";
import { cleanUpAlone, cleanUpInput, cleanUpPreview } from "../support/clean-up-plan.ts";
import { at, dataSet, endpoint, input, iterations, plan, scenario, smokeInput } from "../support/generator-plans.ts";
import {
  startRecordingServer,
  type RecordedAnswer,
  type RecordedRequest,
  type RecordingServer,
} from "../support/recording-server.ts";
import { runBundle } from "../support/run-bundle.ts";
import { shopInput } from "../support/shop-plan.ts";

const k6 = process.env["PERF_AGENT_K6"] ?? "";
const k6v1 = process.env["PERF_AGENT_K6_V1"] ?? "";

const servers: RecordingServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(answer: (request: RecordedRequest) => RecordedAnswer, delayMs = 0): Promise<RecordingServer> {
  const server = await startRecordingServer(answer, delayMs);
  servers.push(server);
  return server;
}

/** The sample shop as far as the plans of these tests ask. */
function shop({ method, path }: RecordedRequest): RecordedAnswer {
  const [where] = path.split("?");
  if (where === "/api/products") return { body: JSON.stringify({ items: [{ id: 11 }, { id: 12 }, { id: 13 }] }) };
  if (where === "/api/login" || where === "/api/token")
    return { headers: { "set-cookie": "sid=1; Path=/" }, body: JSON.stringify({ token: "t-1" }) };
  if (where === "/api/checkout") return { status: 201, body: JSON.stringify({ total: 5 }) };
  return { status: method === "DELETE" ? 204 : 200, body: method === "DELETE" ? "" : '{"data":{}}' };
}

/** The shop's plan with other loads, think times cut to a hundredth. */
function shortShop(loads: Record<string, Scenario["load"]>): ScriptInput {
  const whole = shopInput();
  const scenarios = whole.plan.scenarios
    .filter(({ name }) => loads[name] !== undefined)
    .map((one) => ({ ...one, startAfterMs: 0, load: loads[one.name] ?? one.load }));
  const text = JSON.stringify({ ...whole.plan, scenarios });
  const hurried = text.replaceAll(/"(minMs|maxMs)":(\d+)000/gu, '"$1":$20');
  const one: TestPlan = JSON.parse(hurried);
  for (const { headers } of one.endpoints) headers.push(["x-iteration", [{ ref: "iteration" }]]);
  return { ...whole, plan: one };
}

const open: Scenario["load"] = {
  model: "open",
  profile: "explicit",
  drainMs: 5_000,
  hold: null,
  maxVus: 40,
  maxVusReason: "as written",
  stages: [
    { toPerSecond: 60, durationMs: 0 },
    { toPerSecond: 60, durationMs: 3_000 },
  ],
};
const closed: Scenario["load"] = {
  model: "closed",
  profile: "explicit",
  drainMs: 5_000,
  hold: null,
  stages: [
    { toVus: 5, durationMs: 0 },
    { toVus: 5, durationMs: 3_000 },
  ],
};
const apiKey = { apiKey: "canary-api-key" };

/** What each pass sent, by trace; authentication is left out, as tokens belong to sessions and not to passes. */
function sent(server: RecordingServer): Map<string, string[]> {
  return new Map(
    [...server.passes()].map(([trace, requests]) => [
      trace,
      requests
        .filter(({ path }) => !/login|token/u.test(path))
        .map(({ method, path, headers, body }) =>
          [
            method,
            path,
            headers["traceparent"]?.slice(36, 0),
            headers["idempotency-key"],
            body.toString("latin1"),
          ].join(" "),
        ),
    ]),
  );
}

/** A journey that takes two rows of `codes` in each pass. */
function freshRows(name: string, offset: number): Scenario {
  return scenario(
    name,
    iterations(2, 2, "per-vu"),
    {
      kind: "journey",
      steps: [
        { kind: "request", endpoint: "take", onFailure: "end" },
        { kind: "next", dataSet: "codes" },
        { kind: "request", endpoint: "take", onFailure: "end" },
      ],
    },
    { rows: [{ dataSet: "codes", offset, stride: 2, drawsPerIteration: 2 }] },
  );
}

function onlyRequest(name: string): Scenario["work"] {
  return { kind: "mix", entries: [{ endpoint: name, weight: 1 }], think: null };
}

/** Answers the plan of test/support/clean-up-plan.ts; `left` is the body of the count. */
function rooms(left: string): (request: RecordedRequest) => RecordedAnswer {
  return ({ path }) => {
    if (path === "/rooms") return { body: '{"id":"r1"}' };
    if (path === "/login") return { body: '{"token":"t-9"}' };
    return { body: path.startsWith("/items") ? left : "" };
  };
}

const roomRun = { secrets: { admin: "canary-admin" }, runId: "20261122-x" };
const leftovers = "perf_agent_leftovers";

function eventsOf(messages: readonly string[]): TryEvent[] {
  return messages
    .filter((message) => message.startsWith(tryEventPrefix))
    .map((message) => tryEventSchema.parse(JSON.parse(message.slice(tryEventPrefix.length))));
}

describe.skipIf(k6 === "")("a generated script on real k6 (PERF_AGENT_K6 names it)", () => {
  test.each([
    ["open", { browse: open }, 170],
    ["closed", { buy: closed }, 10],
    ["both", { browse: open, buy: closed }, 180],
  ] as const)("sends the same whatever the target's speed: %s", async (_, loads, least) => {
    const outcomes: Map<string, string[]>[] = [];
    for (const delayMs of [0, 60]) {
      const server = await serve(shop, delayMs);
      const run = await runBundle(k6, generateScript(at(shortShop(loads), server.url)), { secrets: apiKey });
      expect(run.complaints).toEqual([]);
      expect(run.code).toBe(0);
      outcomes.push(sent(server));
      // They are the iterations of the test, each once, from the first on.
      const numbers = new Set(server.requests.map(({ headers }) => Number(headers["x-iteration"])));
      expect(numbers).toEqual(new Set(Array.from({ length: numbers.size }, (__, number) => number)));
    }
    const [fast = new Map<string, string[]>(), slow = new Map<string, string[]>()] = outcomes;
    const common = [...fast.keys()].filter((trace) => slow.has(trace));
    expect(common.length).toBeGreaterThanOrEqual(least);
    expect(common.map((trace) => fast.get(trace))).toEqual(common.map((trace) => slow.get(trace)));
    expect(new Set(common.map((trace) => JSON.stringify(fast.get(trace)))).size).toBeGreaterThan(5);
  });

  test("does everything of the full example", async () => {
    const server = await serve(shop);
    const run = await runBundle(k6, generateScript(at(shortShop({ buy: iterations(12, 2, "per-vu") }), server.url)), {
      secrets: apiKey,
      runId: "20261122-x",
    });
    expect(run.complaints).toEqual([]);
    expect(run.code).toBe(0);
    const of = (path: RegExp) => server.requests.filter((request) => path.test(request.path));
    // A session lives as long as its virtual user: two logins, and every journey with the token and the cookie.
    expect(of(/login/u).map(({ headers }) => headers["x-api-key"])).toEqual(["canary-api-key", "canary-api-key"]);
    expect(
      of(/login/u)
        .map(({ body }) => String(JSON.parse(body.toString()).password))
        .toSorted((one, other) => one.localeCompare(other)),
    ).toEqual(["s3cret-ana", "s3cret-bo"]);
    const journeys = of(/api\/(products|cart|checkout)/u);
    expect(
      journeys.every(({ headers }) => headers["authorization"] === "Bearer t-1" && headers["cookie"] === "sid=1"),
    ).toBe(true);
    expect(of(/photos/u)).toHaveLength(24);
    expect(of(/photos/u)[0]?.body.toString("latin1")).toContain(
      'content-disposition: form-data; name="file"; filename="photo.jpg"\r\ncontent-type: image/jpeg\r\n\r\n\u00ff\u00d8\u0000\u00d9\r\n',
    );
    expect(of(/photos/u)[0]?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/u);
    expect(of(/checkout/u)[0]?.headers["idempotency-key"]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u,
    );
    expect(of(/cart/u).every(({ body }) => [11, 12, 13].includes(JSON.parse(body.toString()).productId))).toBe(true);
    expect(of(/cart/u)[0]?.headers["x-test-tenant"]).toBe("perf-20261122-x");
    expect(server.requests.at(-1)).toMatchObject({ method: "DELETE", path: "/api/test-tenants/perf-20261122-x" });
    expect(
      server.requests.every(({ headers }) => /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/u.test(headers["traceparent"] ?? "")),
    ).toBe(true);
    expect(new Set(server.requests.map(({ headers }) => headers["traceparent"])).size).toBe(server.requests.length);
    expect(run.metrics["perf_agent_journey_duration"]?.count).toBe(24);
    expect(run.metrics["perf_agent_scenario_start"]?.value).toBeGreaterThan(1.7e12);
    expect(run.metrics["http_reqs"]?.count).toBe(server.requests.length);
    expect(run.metrics["http_req_duration{name:checkout,scenario:buy}"]?.thresholds).toEqual({ "p(95)<400": false });
  });

  test("renews a token by its refresh, and logs in again when that fails", async () => {
    let refreshes = 0;
    const server = await serve((request) => {
      if (request.path !== "/api/token") return shop(request);
      refreshes += 1;
      return refreshes === 1 ? { body: '{"token":"t-2"}' } : { status: 401 };
    });
    const whole = shortShop({ buy: iterations(3, 1) });
    const auth = whole.plan.auth.map((one) => (one.kind === "login" ? { ...one, renewAfterMs: 1 } : one));
    const run = await runBundle(k6, generateScript(at({ ...whole, plan: { ...whole.plan, auth } }, server.url)), {
      secrets: apiKey,
    });
    // A refused renewal is a failed request, and errors have an objective.
    expect(run.code).toBe(99);
    const paths = server.requests.map(({ path }) => path.split("?")[0]);
    const events = paths.filter((path) => path === "/api/login" || path === "/api/token");
    expect(events.slice(0, 4)).toEqual(["/api/login", "/api/token", "/api/token", "/api/login"]);
    expect(server.requests.some(({ headers }) => headers["authorization"] === "Bearer t-2")).toBe(true);
    const renewal = server.requests.find(({ path }) => path === "/api/token");
    expect(renewal?.body.toString()).toBe("grant=refresh&token=t-1");
    expect(renewal?.headers["authorization"]).toBeUndefined();
  });

  test("signs, and hands what setup extracts to every pass and to teardown", async () => {
    const server = await serve(({ path }) => (path === "/tenants" ? { headers: { "X-Tenant": "a/b c" } } : {}));
    const run = await runBundle(k6, generateScript(at(authInput(), server.url)), {
      secrets: { password: "p:w", key: "k" },
    });
    expect(run.complaints).toEqual([]);
    const [first, order, who] = server.requests;
    expect(first?.headers["authorization"]).toBe(`Basic ${Buffer.from("ana:p:w").toString("base64")}`);
    expect(first?.body.toString()).toBe("tenant local");
    expect(order?.path).toBe("/tenants/a%2Fb%20c/orders?q=0%20%26");
    const digest = createHash("sha256")
      .update(order?.body ?? "")
      .digest("hex");
    const over = `POST\n${order?.path ?? ""}\n${order?.headers["x-timestamp"] ?? ""}\n${digest}`;
    expect(order?.headers["x-signature"]).toBe(`v1=${createHmac("sha256", "k").update(over).digest("hex")}`);
    expect(JSON.parse(order?.body.toString() ?? "")).toMatchObject({ n: 0 });
    expect(who).toMatchObject({ path: "/idp/me" });
    expect(who?.headers["x-signature"]).toBeUndefined();
    expect(server.requests.at(-1)).toMatchObject({ method: "DELETE", path: "/tenants/a%2Fb%20c" });
    expect(server.requests).toHaveLength(8);
  });

  test("reads and holds every part of a response", async () => {
    const body = {
      state: "open",
      list: [{ a: [1, "a"] }],
      x: { deep: 1 },
      "odd key": 4,
      cursor: "next",
      words: ["w12/", "w12/"],
      text: "code a größe",
    };
    const landed = { "x-kind": "shop", etag: "e1", "set-cookie": ["sid=one; Path=/", "other=2; Path=/"] };
    const server = await serve(({ path }): RecordedAnswer => {
      if (path.startsWith("/?")) return { status: 302, headers: { location: "/landed" } };
      return path === "/landed" ? { headers: landed, body: JSON.stringify(body) } : { body: "" };
    });
    const whole = at(everythingInput(), server.url);
    const tried = await runBundle(k6, generateTryScript({ ...whole, scenario: "default" }));
    expect(tried.complaints).toEqual([]);
    expect(server.requests.slice(0, 3).map(({ path }) => path)).toEqual(["/?desk=left", "/landed", "/next/e1/one/12"]);
    // A redirect that is followed is no failure.
    expect(tried.metrics["http_req_failed"]?.passes).toBe(0);
    const request = eventsOf(tried.messages).find((event) => event.kind === "request");
    expect(request?.expectations.filter(({ held }) => !held)).toEqual([]);
    expect(request?.expectations).toHaveLength(9);
    expect(request?.extracted.at(-1)).toEqual({ name: "none", value: { a: [null, 1] }, found: false });
    expect(eventsOf(tried.messages).at(-1)).toEqual({ kind: "end", scenario: "default", failed: false });
  });

  test("does what the other plans leave out", async () => {
    const server = await serve(() => ({}));
    const run = await runBundle(k6, generateScript(at(everythingInput(), server.url)));
    expect(run.complaints).toEqual([]);
    expect(run.code).toBe(0);
    // Three codes: enough for one pass of the journey, which draws three, and for three of the closed scenario. Then they idle.
    expect(run.metrics["perf_agent_request_failed"]?.count).toBe(4);
    expect(run.metrics["perf_agent_journey_duration"]).toBeUndefined();
    expect(server.requests.filter(({ path }) => path.startsWith("/?"))).toHaveLength(4);
    expect(run.metrics["checks"]?.fails).toBeGreaterThan(4);
  });

  test.each([
    ["recycle", ["a", "b", "c", "a", "b", "c", "a"]],
    ["stop", ["a", "b", "c"]],
  ] as const)("takes rows in the order of iterations, whoever gets them: %s", async (atEnd, rows) => {
    const server = await serve(() => ({}), 5);
    const codes = dataSet("codes", [["a"], ["b"], ["c"]], ["code"], { mode: "unique", atEnd });
    const one = plan("rows", {
      data: [codes.set],
      endpoints: [endpoint("take", "/{iteration}/{codes.code}")],
      scenarios: [
        scenario("main", iterations(7, 3), { kind: "mix", entries: [{ endpoint: "take", weight: 1 }], think: null }),
      ],
    });
    const run = await runBundle(k6, generateScript(at(input(one, [codes.rows]), server.url)));
    expect(run.complaints).toEqual([]);
    expect(server.requests.map(({ path }) => path).toSorted()).toEqual(rows.map((row, index) => `/${index}/${row}`));
  });

  test("keeps a row for each virtual user, and takes fresh ones between those of other scenarios", async () => {
    const server = await serve(() => ({}));
    const numbers = Array.from({ length: 40 }, (_, row) => [row]);
    const desks = dataSet("desks", numbers, ["n"], { per: "vu" });
    const codes = dataSet("codes", numbers, ["n"], { mode: "unique", atEnd: "refuse" });
    const one = plan("rows", {
      data: [desks.set, codes.set],
      endpoints: [endpoint("take", "/{vu}/{desks.n}/{codes.n}")],
      scenarios: [freshRows("a", 0), freshRows("b", 1)],
    });
    const run = await runBundle(k6, generateScript(at(input(one, [desks.rows, codes.rows]), server.url)));
    expect(run.complaints).toEqual([]);
    const taken = server.requests.map(({ path }) => path.split("/").slice(1).map(Number));
    expect(taken.every(([vu, desk]) => desk === (vu ?? 0) - 1)).toBe(true);
    expect(taken.map(([, , code]) => code ?? 0).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 16 }, (_, row) => row),
    );
  });

  test.each([k6, k6v1].filter((engine) => engine !== ""))(
    "counts each scenario's own iterations on virtual users that they share: %s",
    async (engine) => {
      const server = await serve(() => ({}));
      const one = plan("shared", {
        endpoints: [endpoint("first", "/first/{iteration}/{vu}"), endpoint("second", "/second/{iteration}/{vu}")],
        scenarios: [
          scenario("a", iterations(6, 1), onlyRequest("first")),
          scenario("b", { ...iterations(3, 1), drainMs: 0 }, onlyRequest("second"), { startAfterMs: 1_500 }),
        ].map((each) => ({ ...each, load: { ...each.load, drainMs: 0, maxDurationMs: 1_000 } })),
      });
      const run = await runBundle(engine, generateScript(at(input(one), server.url)));
      expect(run.complaints).toEqual([]);
      expect(server.requests.map(({ path }) => path)).toEqual([
        ...Array.from({ length: 6 }, (__, number) => `/first/${number}/1`),
        ...Array.from({ length: 3 }, (__, number) => `/second/${number}/1`),
      ]);
      const { min = 0, max = 0 } = run.metrics["perf_agent_scenario_start"] ?? {};
      expect(max - min).toBeGreaterThan(1_000);
    },
  );

  test("tries one pass, telling each step and hiding secrets and masked columns", async () => {
    const server = await serve((request) =>
      request.path === "/api/login"
        ? {
            body: JSON.stringify({
              token: "t-1",
              echo: `${request.body.toString()} ${request.headers["x-api-key"] ?? ""}`,
            }),
          }
        : shop(request),
    );
    const tried = await runBundle(k6, generateTryScript({ ...at(shopInput(), server.url), scenario: "buy" }), {
      secrets: apiKey,
    });
    expect(tried.complaints).toEqual([]);
    expect(tried.code).toBe(0);
    const log = tried.messages.join("\n");
    expect(log).not.toContain("s3cret-ana");
    expect(log).not.toContain("canary-api-key");
    const events = eventsOf(tried.messages);
    const requests = events.filter((event) => event.kind === "request");
    expect(requests.slice(0, 2).map((event) => event.endpoint)).toEqual(["login", "list-products"]);
    expect(requests.at(-1)?.endpoint).toBe("cleanup");
    expect(requests[0]).toMatchObject({
      method: "POST",
      status: 200,
      requestBody: '{"user":"ana","password":"***"}',
      expectations: [
        { text: "status is 200", held: true },
        { text: 'body contains "token"', held: true },
        { text: "at most 64000 bytes", held: true },
      ],
      extracted: [{ name: "token", value: "t-1", found: true }],
      failed: false,
    });
    expect(requests[0]?.requestHeaders["x-api-key"]).toBe("***");
    expect(events.find((event) => event.kind === "row" && event.dataSet === "users")).toMatchObject({
      row: 0,
      values: { name: "ana", password: "***" },
    });
    expect(events.some((event) => event.kind === "think" && event.ms >= 1_000 && event.ms <= 3_000)).toBe(true);
    expect(events.find((event) => event.kind === "end")).toEqual({ kind: "end", scenario: "buy", failed: false });
  });

  test("tries a plan whose expectation fails", async () => {
    const server = await serve((request) =>
      request.path === "/api/login" ? { body: '{"other":"token"}' } : shop(request),
    );
    const tried = await runBundle(k6, generateTryScript({ ...at(shopInput(), server.url), scenario: "buy" }), {
      secrets: apiKey,
    });
    const events = eventsOf(tried.messages);
    expect(events.find((event) => event.kind === "request")).toMatchObject({
      endpoint: "login",
      extracted: [{ name: "token", value: null, found: false }],
      failed: true,
    });
    expect(events.find((event) => event.kind === "end")).toMatchObject({ failed: true });
  });

  test("counts what clean-up left, and isolates by one variable everywhere", async () => {
    const server = await serve(rooms('{"page":{"total":3}}'));
    const script = generateScript(at(cleanUpInput(), server.url));
    const run = await runBundle(k6, script, { ...roomRun, samples: true });
    expect(run.complaints).toEqual([]);
    expect(run.code).toBe(0);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /rooms",
      "POST /rooms/r1/items",
      "POST /rooms/r1/items",
      "DELETE /rooms/r1",
      "POST /login",
      "POST /sweep/perf-20261122-x",
      "POST /books/audit?of=perf-20261122-x",
      "GET /items?owner=perf-20261122-x",
    ]);
    expect(JSON.parse(server.requests[1]?.body.toString() ?? "")).toEqual({
      name: "perf-20261122-x-0",
      label: "perf-20261122-x",
    });
    const { summary, windows } = collected("k6-csv", run.samples);
    expect(summary).toMatchObject({ leftovers: 3, badRows: 0 });
    expect(countsOf(windows, "latency")).toMatchObject({ "/count-left": 1, "write/write-item": 2 });
  });

  test("tells the target, and nobody else, the run that requests belong to", async () => {
    const server = await serve(rooms('{"page":{"total":0}}'));
    await runBundle(k6, generateScript(at(cleanUpInput(), server.url)), roomRun);
    const told = server.requests.map(({ path, headers }) => [path.startsWith("/books"), headers["x-perf-agent-run"]]);
    expect(told).toContainEqual([true, undefined]);
    expect(told).toHaveLength(8);
    expect(told.filter(([elsewhere]) => elsewhere === false).every(([, id]) => id === "20261122-x")).toBe(true);
  });

  test.each([
    ["no number", '{"page":{"total":"many"}}'],
    ["a list", '{"page":{"total":[3]}}'],
    ["a fraction", '{"page":{"total":0.5}}'],
    ["a negative number", '{"page":{"total":-1}}'],
    ["nothing at the place", "{}"],
    ["no JSON", "gone"],
  ])("does not count leftovers from %s", async (_, body) => {
    const server = await serve(rooms(body));
    const run = await runBundle(k6, generateScript(at(cleanUpInput(), server.url)), roomRun);
    expect(run.complaints).toEqual(["leftovers: the answer has no count at $.page.total"]);
    expect(run.metrics[leftovers]).toBeUndefined();
  });

  test("takes names that look like flags and commands as names", async () => {
    const server = await serve(() => ({}));
    const names = ["--out=csv=stolen.csv", "-e", "::error title=x::boom", "##[error]boom", "$(reboot)", "`reboot`"];
    const one = plan("names", {
      service: "--vus",
      endpoints: names.map((name) => endpoint(name, `/${encodeURIComponent(name)}`, { tags: { "--tag": name } })),
      scenarios: ["--vus", "-e", "---"].map((name) =>
        scenario(
          name,
          iterations(1, 1),
          { kind: "journey", steps: names.map((each) => ({ kind: "request", endpoint: each, onFailure: "end" })) },
          { tags: { "--env": "::set-output name=x::y" } },
        ),
      ),
    });
    const run = await runBundle(k6, generateScript(at(input(one), server.url)), { samples: true });
    expect(run.complaints).toEqual([]);
    expect(run.code).toBe(0);
    const { windows, summary } = collected("k6-csv", run.samples);
    expect(summary.badRows).toBe(0);
    const wanted = ["--vus", "-e", "---"].flatMap((each) => names.map((name) => `${each}/${name}`));
    expect(Object.keys(countsOf(windows, "latency")).toSorted()).toEqual(wanted.toSorted());
    expect(new Set(server.requests.map(({ path }) => decodeURIComponent(path.slice(1))))).toEqual(new Set(names));
  });

  test("runs the shortest plan", async () => {
    const server = await serve(() => ({ status: 503 }));
    const run = await runBundle(k6, generateScript(at(smokeInput(500), server.url)));
    expect(run.code).toBe(0);
    expect(run.metrics["http_req_failed"]?.passes).toBe(server.requests.length);
    expect(run.metrics["checks"]).toBeUndefined();
    expect(server.requests.length).toBeGreaterThan(10);
  });
});

describe.each([k6, k6v1].filter((engine) => engine !== ""))("the clean-up alone on %s", (engine) => {
  test("makes the requests of teardown that can be made, with the ids of the run, and counts what is left", async () => {
    const server = await serve(rooms('{"page":{"total":"2"}}'));
    await runBundle(engine, generateScript(at(cleanUpInput(), server.url)), roomRun);
    const sweep = server.requests.find(({ path }) => path.startsWith("/sweep"));
    server.requests.length = 0;
    const bundle = cleanUpAlone({ ...at(cleanUpInput(), server.url), preview: cleanUpPreview });
    const run = await runBundle(engine, bundle, { ...roomRun, samples: true });
    expect(run.complaints).toEqual([]);
    expect(run.code).toBe(0);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /login",
      "POST /sweep/perf-20261122-x",
      "POST /books/audit?of=perf-20261122-x",
      "GET /items?owner=perf-20261122-x",
    ]);
    const again = server.requests[1]?.headers;
    expect(again?.["authorization"]).toBe("Bearer t-9");
    expect(again?.["idempotency-key"]).toBe(sweep?.headers["idempotency-key"]);
    expect(run.metrics["iterations"]?.count).toBe(1);
    expect(collected("k6-csv", run.samples).summary).toMatchObject({ leftovers: 2, badRows: 0 });
  });

  test("tries every step, whatever becomes of those before it", async () => {
    const server = await serve(({ path }) => (path === "/login" ? { status: 500 } : { body: '{"page":{"total":0}}' }));
    const bundle = cleanUpAlone({ ...at(cleanUpInput(), server.url), preview: cleanUpPreview });
    const run = await runBundle(engine, bundle, roomRun);
    expect(server.requests.map(({ path }) => path.split("?")[0])).toEqual(["/login", "/books/audit", "/items"]);
    expect(run.metrics[leftovers]?.value).toBe(0);
  });
});

describe.skipIf(k6v1 === "")("a generated script on k6 v1 (PERF_AGENT_K6_V1 names it)", () => {
  test("does the full example and its trial", async () => {
    const server = await serve(shop);
    const run = await runBundle(
      k6v1,
      generateScript(at(shortShop({ browse: open, buy: iterations(4, 2, "per-vu") }), server.url)),
      {
        secrets: apiKey,
      },
    );
    expect(run.complaints).toEqual([]);
    expect(run.code).toBe(0);
    expect(run.metrics["perf_agent_journey_duration"]?.count).toBe(8);
    const tried = await runBundle(k6v1, generateTryScript({ ...at(shopInput(), server.url), scenario: "buy" }), {
      secrets: apiKey,
    });
    expect(eventsOf(tried.messages).at(-1)).toMatchObject({ endpoint: "cleanup", failed: false });
    const signed = await runBundle(k6v1, generateScript(at(authInput(), server.url)), {
      secrets: { password: "canary-pw", key: "canary-key" },
    });
    expect(signed.complaints).toEqual(["test aborted: setup: the request create failed"]);
    expect(signed.code).toBe(108);
  });
});
