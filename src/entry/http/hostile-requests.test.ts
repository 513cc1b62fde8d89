import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpWorld, type HttpWorld } from "../../../test/support/http-world.ts";
import { sendRaw, type RawAnswer } from "../../../test/support/raw-http.ts";
import { problemSchema } from "../../contract/api/problem.ts";

const root = "/api/agents/performance-agent";
let world: HttpWorld;
let port: number;
let authorization: string;
beforeAll(async () => {
  world = await httpWorld({ limits: { requestsPerMinute: 100_000, refusedPerMinute: 100_000, bodyBytes: 10_000 } });
  await world.app.listen({ host: "127.0.0.1", port: 0 });
  ({ port } = world.app.server.address() as AddressInfo);
  authorization = `Authorization: Bearer ${world.tokenOf.admin}`;
});
afterAll(() => world.app.close());

/** A request of these lines, sent as it is. */
function send(lines: readonly string[], body = ""): Promise<RawAnswer> {
  return sendRaw(port, `${lines.join("\r\n")}\r\n\r\n${body}`);
}
const own = (): string => `Host: localhost:${port}`;

/** Every answer, however it came to be, says the same to browsers, and every refusal is a problem. */
function expectRefused(answer: RawAnswer, status: number, code: string): void {
  expect(answer).toMatchObject({
    status,
    headers: {
      "content-type": expect.stringContaining("application/problem+json"),
      "content-security-policy": expect.stringContaining("default-src 'none'"),
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
    },
  });
  const problem = problemSchema.parse(JSON.parse(answer.rest));
  expect(problem).toMatchObject({ status, code, instance: answer.headers["x-request-id"] });
}

describe("a request that two readers could read in two ways", () => {
  const chunked = "Transfer-Encoding: chunked";
  const hidden = `GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  it.each<[string, string[], string]>([
    ["with a length and chunks", ["Content-Length: 5", chunked], `0\r\n\r\n${hidden}`],
    ["with two lengths", ["Content-Length: 5", "Content-Length: 6"], "hello"],
    ["with lengths in a list", ["Content-Length: 5, 6"], "hello"],
    ["with a length that is none", ["Content-Length: +5"], "hello"],
    ["with an encoding that looks like chunks", ["Transfer-Encoding: xchunked"], `0\r\n\r\n${hidden}`],
    ["with chunks before another encoding", ["Transfer-Encoding: chunked, identity"], `0\r\n\r\n${hidden}`],
    ["with a space before a colon", ["Content-Length : 5"], "hello"],
    ["with a head that goes on in the next line", ["X-One: a", " Transfer-Encoding: chunked"], hidden],
    ["with a line break that is none", ["X-One: a\nTransfer-Encoding: chunked"], hidden],
    ["with a null byte", ["X-One: a\0b"], ""],
  ])("%s is refused as a whole", async (_name, fields, body) => {
    const lines = [`POST ${root}/tokens HTTP/1.1`, own(), authorization, "Content-Type: application/json", ...fields];
    const answer = await send(lines, body);
    expectRefused(answer, 400, "PA_REQUEST_INVALID");
    expect(answer).toMatchObject({ answers: 1, isClosed: true });
  });

  it("with a torn chunk is refused, and nothing of it is done", async () => {
    const before = (await world.tokens.list()).length;
    const lines = [`POST ${root}/tokens HTTP/1.1`, own(), authorization, "Content-Type: application/json", chunked];
    const answer = await send(lines, `zz\r\n{"name":"bo","roles":["admin"]}\r\n0\r\n\r\n`);
    expect(answer).toMatchObject({ status: 400, isClosed: true });
    expect(await world.tokens.list()).toHaveLength(before);
  });

  it("with more after its end has that taken for the next one, of somebody without a token", async () => {
    const body = `{"name":"bo","roles":["ci"]}`;
    const next = `GET ${root}/tokens HTTP/1.1\r\n${own()}\r\n\r\n`;
    const lines = [`POST ${root}/tokens HTTP/1.1`, own(), authorization, "Content-Type: application/json"];
    const answer = await send([...lines, `Content-Length: ${body.length}`], `${body}${next}`);
    expect(answer).toMatchObject({ status: 201, answers: 2 });
    expect(answer.rest).toContain("HTTP/1.1 401");
  });
});

describe("what is no request", () => {
  it.each([
    ["a handshake of TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400],
    ["words", "hello\r\n\r\n", 400],
    ["a method that nobody knows", "FROB / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
    ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
    ["a head without end", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["very many fields", `GET / HTTP/1.1\r\nHost: localhost\r\n${"a: b\r\n".repeat(4_000)}\r\n`, 431],
    ["an address that cannot be decoded", `GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
    ["an expectation", `GET /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: 200-ok\r\n\r\n`, 400],
  ])("%s is refused like everything else", async (_name, text, status) => {
    const answer = await sendRaw(port, text);
    expectRefused(answer, status, "PA_REQUEST_INVALID");
    expect(answer.isClosed).toBe(true);
  });

  it("leads nowhere else: the service is no proxy", async () => {
    const answer = await send(["CONNECT attacker.example:443 HTTP/1.1", "Host: attacker.example:443"]);
    expect(answer).toMatchObject({ status: null, isClosed: true });
  });
});

describe("a name that is not ours", () => {
  const path = `${root}/me`;
  it.each<[string, string, string[]]>([
    ["as the host", path, ["Host: attacker.example"]],
    ["as a second host", path, ["Host: localhost", "Host: attacker.example"]],
    ["as the first of two hosts", path, ["Host: attacker.example", "Host: localhost"]],
    ["in the address", `http://attacker.example${path}`, ["Host: localhost"]],
    ["with what a proxy would say", path, ["Host: attacker.example", "X-Forwarded-Host: localhost"]],
    ["with what a proxy would say, by the standard", path, ["Host: attacker.example", "Forwarded: host=localhost"]],
    ["behind our name", path, ["Host: localhost.attacker.example"]],
    ["behind an @", path, ["Host: localhost@attacker.example"]],
    ["as an address of another machine", path, ["Host: 192.0.2.7"]],
    ["as our address in other words", path, ["Host: [::ffff:127.0.0.1]"]],
    ["as our address in short", path, ["Host: 127.1"]],
    ["as our address in one number", path, ["Host: 2130706433"]],
    ["as nothing", path, ["Host: "]],
    ["that is not said", path, []],
  ])("%s is refused, whatever token comes with it", async (_name, url, hosts) => {
    const answer = await send([`GET ${url} HTTP/1.1`, ...hosts, authorization]);
    expectRefused(answer, 421, "PA_HOST_FOREIGN");
    expect(answer.rest).not.toContain("the admin");
  });

  it("is not believed where a proxy says it: what counts is whom was asked", async () => {
    const lines = [`GET ${path} HTTP/1.1`, own(), "X-Forwarded-Host: attacker.example", authorization];
    const answer = await send(lines);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer)).not.toContain("attacker");
  });

  it.each([
    ["another page", "https://attacker.example"],
    ["another port of this machine", "http://localhost:1"],
    ["a file, a sandbox, a redirect", "null"],
    ["two origins", "http://localhost http://attacker.example"],
  ])("is that of %s too", async (_name, origin) => {
    const answer = await send([`GET ${path} HTTP/1.1`, own(), `Origin: ${origin}`, authorization]);
    expectRefused(answer, 421, "PA_HOST_FOREIGN");
    expect(answer.rest).not.toContain("the admin");
  });
});

describe("what browsers ask before they let another page in", () => {
  it.each(["GET", "POST", "DELETE"])("is not answered with a yes for %s", async (method) => {
    const fields = [`Origin: http://localhost:${port}`, `Access-Control-Request-Method: ${method}`];
    const answer = await send([`OPTIONS ${root}/tokens HTTP/1.1`, own(), ...fields]);
    expectRefused(answer, 401, "PA_TOKEN_INVALID");
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("a method in other words", () => {
  it.each(["X-HTTP-Method-Override: DELETE", "X-HTTP-Method: DELETE", "X-Method-Override: DELETE"])(
    "%s is not listened to",
    async (field) => {
      const [kept] = await world.tokens.list();
      const lines = [`POST ${root}/tokens/${kept?.id ?? ""} HTTP/1.1`, own(), authorization, field];
      expectRefused(await send([...lines, "Content-Length: 0"]), 404, "PA_ROUTE_NOT_FOUND");
      expect((await world.tokens.list()).every(({ revokedAt }) => revokedAt === null)).toBe(true);
    },
  );

  it.each(["TRACE", "PROPFIND"])("%s does nothing and gives nothing back", async (method) => {
    const answer = await send([`${method} ${root}/me HTTP/1.1`, own(), authorization, "Max-Forwards: 0"]);
    expectRefused(answer, 404, "PA_ROUTE_NOT_FOUND");
    expect(answer.rest).not.toContain(world.tokenOf.admin);
  });
});

/** The head of a request with a body. */
function begun(path: string, fields: readonly string[]): string[] {
  return [`POST ${root}${path} HTTP/1.1`, own(), "Content-Type: application/json", ...fields];
}

describe("a body", () => {
  it.each<[string, string, () => readonly string[], number, string]>([
    ["of nobody", "/tokens", () => [], 401, "PA_TOKEN_INVALID"],
    ["of nobody, for a path that leads nowhere", "/nothing", () => [], 401, "PA_TOKEN_INVALID"],
    [
      "of somebody who may not",
      "/tokens",
      () => [`Authorization: Bearer ${world.tokenOf.viewer}`],
      403,
      "PA_ACCESS_DENIED",
    ],
    ["that asks first", "/tokens", () => ["Expect: 100-continue"], 401, "PA_TOKEN_INVALID"],
    ["that is too large", "/tokens", () => [authorization, "X-Large: yes"], 413, "PA_REQUEST_TOO_LARGE"],
  ])("%s is not waited for, however slowly it comes", async (_name, path, fields, status, code) => {
    const told = fields();
    const length = told.includes("X-Large: yes") ? 20_000 : 2_000;
    const answer = await send(begun(path, [...told, `Content-Length: ${length}`]), "{");
    expectRefused(answer, status, code);
    expect(answer.isClosed).toBe(true);
  });

  it("in endless chunks is cut off at what is taken", async () => {
    const piece = `1000\r\n${"x".repeat(4096)}\r\n`;
    const answer = await send(begun("/tokens", [authorization, "Transfer-Encoding: chunked"]), piece.repeat(4));
    expectRefused(answer, 413, "PA_REQUEST_TOO_LARGE");
    expect(answer.isClosed).toBe(true);
  });

  it.each([
    ["objects", (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`],
    ["lists", (depth: number) => `{"name":${"[".repeat(depth)}${"]".repeat(depth)}}`],
  ])("of %s in each other without end is refused before anybody goes down into it", async (_name, nest) => {
    const answer = async (depth: number): Promise<RawAnswer> => {
      const body = nest(depth);
      return send(begun("/tokens", [authorization, `Content-Length: ${body.length}`]), body);
    };
    for (const depth of [122, 1_600]) {
      const refused = await answer(depth);
      expectRefused(refused, 400, "PA_REQUEST_INVALID");
      expect(refused.rest).toContain("levels deep");
    }
    expect((await answer(100)).rest).not.toContain("levels deep");
  });

  it("that says it is packed is not unpacked", async () => {
    const body = gzipSync(JSON.stringify({ name: "bo", roles: ["admin"] })).toString("latin1");
    const before = (await world.tokens.list()).length;
    const fields = [authorization, "Content-Encoding: gzip", `Content-Length: ${body.length}`];
    expectRefused(await send(begun("/tokens", fields), body), 400, "PA_REQUEST_INVALID");
    expect(await world.tokens.list()).toHaveLength(before);
  });

  it.each([
    ["of every object", `{"__proto__":{"roles":["admin"]},"name":"bo","roles":["ci"]}`],
    ["of every object, in other letters", `{"\\u005f_proto__":{"roles":["admin"]},"name":"bo","roles":["ci"]}`],
    ["of what makes objects", `{"constructor":{"prototype":{"x":1}},"name":"bo","roles":["ci"]}`],
  ])("with a name %s is refused", async (_name, body) => {
    const answer = await send(begun("/tokens", [authorization, `Content-Length: ${body.length}`]), body);
    expectRefused(answer, 400, "PA_REQUEST_INVALID");
    expect(Object.hasOwn(Object.prototype, "x") || Object.hasOwn(Object.prototype, "roles")).toBe(false);
  });
});
