import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { httpWorld, type HttpWorld } from "../../../test/support/http-world.ts";
import { problemSchema } from "../../contract/api/problem.ts";

const root = "/api/agents/performance-agent";
let world: HttpWorld;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.app.close());

describe("every answer", () => {
  it.each([
    ["of the API", "/healthz", 200],
    ["of the page", "/", 200],
    ["that refuses", `${root}/me`, 401],
    ["to a path that leads nowhere", `${root}/nothing`, 404],
  ])("%s tells browsers what they must keep to", async (_name, url, status) => {
    const answer = await world.ask("GET", url, { token: null });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
    });
    const policy = String(answer.headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain("unsafe-eval");
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    expect(answer.headers["strict-transport-security"]).toBeUndefined();
  });

  it("tells browsers to stay with https where people come by it", async () => {
    const other = await httpWorld({ publicUrl: "https://perf.example.com" });
    expect((await other.ask("GET", "/healthz")).headers["strict-transport-security"]).toBe("max-age=31536000");
    await other.app.close();
  });

  it("has an id of its own, which nobody else chooses and the log has too", async () => {
    const { headers, text } = await world.ask("DELETE", `${root}/tokens/none`, {
      headers: { "x-request-id": "mine" },
    });
    const id = headers["x-request-id"];
    expect(id).not.toBe("mine");
    expect(problemSchema.parse(JSON.parse(text)).instance).toBe(id);
    await expect.poll(() => world.logged.some((line) => line.includes(String(id)))).toBe(true);
  });
});

describe("who comes by another name or from another page", () => {
  it.each([
    ["a name that was made to lead here", { host: "attacker.example" }, 421],
    ["somebody else's page", { origin: "https://attacker.example" }, 421],
    ["a page without an origin", { origin: "null" }, 421],
    ["our own page", { host: "localhost:7070", origin: "http://localhost:7070" }, 200],
  ])("%s", async (_name, headers, status) => {
    const answer = await world.ask("GET", `${root}/me`, { headers });
    expect(answer).toMatchObject({ status, code: status === 200 ? undefined : "PA_HOST_FOREIGN" });
  });
});

describe("what cannot be understood", () => {
  const json = { "content-type": "application/json" };
  it.each([
    ["no JSON", "POST", `${root}/tokens`, "{", json, 400, "PA_REQUEST_INVALID"],
    ["no body", "POST", `${root}/tokens`, "", json, 400, "PA_REQUEST_INVALID"],
    [
      "a body of another kind",
      "POST",
      `${root}/tokens`,
      "a=1",
      { "content-type": "text/x" },
      400,
      "PA_REQUEST_INVALID",
    ],
    ["a name that every object has", "POST", `${root}/tokens`, '{"__proto__":{}}', json, 400, "PA_REQUEST_INVALID"],
    [
      "a field that is none",
      "POST",
      `${root}/tokens`,
      '{"name":"a","roles":["ci"],"x":1}',
      json,
      400,
      "PA_REQUEST_INVALID",
    ],
    ["a query that is none", "GET", `${root}/audit?limit=many`, undefined, {}, 400, "PA_REQUEST_INVALID"],
    ["an address that cannot be decoded", "GET", "/%zz", undefined, {}, 400, "PA_REQUEST_INVALID"],
    ["a path that leads nowhere", "POST", `${root}/nothing`, undefined, {}, 404, "PA_ROUTE_NOT_FOUND"],
    ["another method", "DELETE", `${root}/me`, undefined, {}, 404, "PA_ROUTE_NOT_FOUND"],
  ] as const)("%s", async (_name, method, url, body, headers, status, code) => {
    const answer = await world.ask(method, url, { headers, ...(body === undefined ? {} : { body }) });
    expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
    expect(problemSchema.safeParse(JSON.parse(answer.text)).error).toBeUndefined();
  });

  it("says where every mistake of a request is", async () => {
    const { text } = await world.ask("POST", `${root}/tokens`, { body: { name: "", roles: ["boss"] } });
    const { errors } = problemSchema.parse(JSON.parse(text));
    expect(errors.map((error) => error.text.split(":")[0])).toEqual(
      expect.arrayContaining(["the body, name", "the body, roles.0"]),
    );
  });

  it("says nothing of what nobody foresaw, but to the log", async () => {
    // The store of this world lacks what this route needs.
    const { status, code, text } = await world.ask("GET", `${root}/jobs/1`);
    expect({ status, code }).toEqual({ status: 500, code: "PA_INTERNAL" });
    expect(text).not.toContain("TypeError");
    expect(text).not.toContain("is not a function");
    expect(world.logged.join("")).toContain("is not a function");
  });
});

describe("limits", () => {
  it("takes no larger body than it is told, whether that is announced or not", async () => {
    const other = await httpWorld({ limits: { bodyBytes: 2048, uploadBytes: 4096 } });
    const body = { name: "a".repeat(3000), roles: ["ci"] };
    expect(await other.ask("POST", `${root}/tokens`, { body })).toMatchObject({
      status: 413,
      code: "PA_REQUEST_TOO_LARGE",
    });
    const announced = await other.ask("POST", `${root}/plan`, {
      body: "x".repeat(5000),
      headers: { "content-type": "multipart/form-data; boundary=b" },
    });
    expect(announced).toMatchObject({ status: 413, code: "PA_REQUEST_TOO_LARGE" });
    await other.app.close();
  });

  it("waits for nobody who sends slowly", () => {
    const { server } = world.app;
    expect(server.headersTimeout).toBe(10_000);
    expect(server.requestTimeout).toBe(300_000);
    expect(server.maxConnections).toBe(2_000);
  });
});

describe("what was read before", () => {
  it("is not sent again", async () => {
    const first = await world.ask("GET", `${root}/me`);
    const etag = String(first.headers["etag"]);
    const again = await world.ask("GET", `${root}/me`, { headers: { "if-none-match": etag } });
    expect(again).toMatchObject({ status: 304, text: "" });
    const other = await world.ask("GET", `${root}/me`, {
      headers: { "if-none-match": etag },
      token: world.tokenOf.viewer,
    });
    expect(other.status).toBe(200);
  });

  it("has no tag where it changed something", async () => {
    const made = await world.ask("POST", `${root}/tokens`, { body: { name: "bo", roles: ["ci"] } });
    expect(made.status).toBe(201);
    expect(made.headers["etag"]).toBeUndefined();
    expect(made.headers["cache-control"]).toBe("no-store");
  });
});

describe("tokens over HTTP", () => {
  it("are given out, listed without themselves, and taken back", async () => {
    const made = JSON.parse(
      (await world.ask("POST", `${root}/tokens`, { body: { name: "bo", roles: ["viewer"], expiresInDays: 1 } })).text,
    ) as { token: string; id: string };
    expect((await world.ask("GET", `${root}/me`, { token: made.token })).status).toBe(200);
    const list = await world.ask("GET", `${root}/tokens`);
    expect(list.text).toContain('"name":"bo"');
    expect(list.text).not.toContain(made.token);
    expect(list.text).not.toContain("sha256");
    expect((await world.ask("DELETE", `${root}/tokens/${made.id}`)).status).toBe(204);
    expect((await world.ask("GET", `${root}/me`, { token: made.token })).status).toBe(401);
    expect((await world.ask("DELETE", `${root}/tokens/${made.id}`)).code).toBe("PA_TOKEN_NOT_FOUND");
    const audit = await world.ask("GET", `${root}/audit`);
    expect(audit.text).toContain("revoke-token");
    expect(audit.text).toContain("the admin");
  });
});

describe("the log", () => {
  it("has one line a request, without token, query and body", async () => {
    const token = world.tokenOf.engineer;
    await world.ask("GET", `${root}/audit?runId=typed-by-somebody`, { token });
    await expect.poll(() => world.logged.length).toBeGreaterThan(0);
    const text = world.logged.join("");
    expect(JSON.parse(world.logged.at(-1) ?? "{}")).toMatchObject({
      method: "GET",
      path: `${root}/audit`,
      status: 403,
      by: "the engineer",
    });
    for (const secret of [token, "typed-by-somebody"]) expect(text).not.toContain(secret);
  });
});

describe("those who look after it", () => {
  it("see that it is alive and ready, and when it is not", async () => {
    expect((await world.ask("GET", "/healthz", { token: null })).text).toBe('{"state":"alive"}');
    expect((await world.ask("GET", "/readyz", { token: null })).text).toBe('{"state":"ready"}');
    world.life.stop();
    expect((await world.ask("GET", "/healthz", { token: null })).status).toBe(200);
    expect(await world.ask("GET", "/readyz", { token: null })).toMatchObject({
      status: 503,
      code: "PA_SERVICE_STOPPING",
    });
  });

  it("see nothing begun while it is being stopped, and can still look and stop a run", async () => {
    world.life.stop();
    expect((await world.ask("GET", `${root}/me`)).status).toBe(200);
    expect((await world.ask("POST", `${root}/execute`, { body: { planId: "p" } })).code).toBe("PA_SERVICE_STOPPING");
    const stop = await world.ask("POST", `${root}/runs/r1/stop`, { body: { reason: "enough", mode: "now" } });
    expect(stop.code).not.toBe("PA_SERVICE_STOPPING");
  });

  it("get figures, with routes by their patterns", async () => {
    await world.ask("DELETE", `${root}/tokens/some-id`);
    const { status, text, headers } = await world.ask("GET", "/metrics");
    expect(status).toBe(200);
    expect(headers["content-type"]).toContain("text/plain");
    expect(text).toContain('perf_agent_jobs{kind="run",state="queued"} 0');
    expect(text).toContain("perf_agent_viewers 0");
    expect(text).toMatch(/duration_seconds_count\{method="DELETE",route="[^"]*\/tokens\/:id",status="404"\} 1/u);
    expect(text).not.toContain("some-id");
  });
});

describe("the page", () => {
  it("answers links into it, and knows a script that is missing from a page", async () => {
    const browser = { accept: "text/html,*/*" };
    for (const url of ["/", "/runs/20261124T101010Z-p-ab12", "/plans/1/review"]) {
      const { status, text, headers } = await world.ask("GET", url, { token: null, headers: browser });
      expect({ url, status, text }).toEqual({ url, status: 200, text: expect.stringContaining("Perf-Xi") });
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(headers["cache-control"]).toBe("no-cache");
    }
    const missing = await world.ask("GET", "/assets/old.js", { token: null, headers: browser });
    expect(missing.code).toBe("PA_ROUTE_NOT_FOUND");
  });

  it("is sent compressed, and is kept where it never changes", async () => {
    const headers = { "accept-encoding": "gzip" };
    const script = await world.ask("GET", "/assets/app-1a2b.js", { token: null, headers });
    expect(script.headers).toMatchObject({
      "content-encoding": "gzip",
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
    });
    const again = { ...headers, "if-none-match": String(script.headers["etag"]) };
    expect((await world.ask("GET", "/assets/app-1a2b.js", { token: null, headers: again })).status).toBe(304);
  });

  it.each(["/..%2f..%2fpackage.json", "/assets/..%2f..%2f..%2fetc%2fpasswd", "/%2e%2e/serve.yaml", "/.git/config"])(
    "%s leads nowhere",
    async (url) => {
      expect((await world.ask("GET", url, { token: null })).status).toBe(404);
    },
  );
});

describe("the description of the API", () => {
  it("is the one that was agreed", async () => {
    const { text } = await world.ask("GET", "/openapi.json");
    await expect(`${JSON.stringify(JSON.parse(text), null, 2)}\n`).toMatchFileSnapshot("__golden__/openapi.json");
  });

  it("is a page too", async () => {
    const { text, headers } = await world.ask("GET", "/docs/api", { token: null });
    expect(headers["content-type"]).toContain("text/html");
    expect(text).toContain(`<code>POST ${root}/execute</code>`);
  });
});
