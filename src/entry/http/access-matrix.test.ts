import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpWorld, type HttpWorld } from "../../../test/support/http-world.ts";
import { routeTable } from "../../../test/support/route-table.ts";
import { roles } from "../../contract/api/roles.ts";
import { apiRoot } from "./server.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

interface Operation {
  readonly method: Method;
  /** As the description has it, without the root. */
  readonly route: string;
  readonly url: string;
}

let world: HttpWorld;
let described: string[];
beforeAll(async () => {
  world = await httpWorld({ limits: { requestsPerMinute: 100_000, refusedPerMinute: 100_000 } });
  const document = JSON.parse((await world.ask("GET", "/openapi.json")).text) as {
    paths: Record<string, Record<string, unknown>>;
  };
  described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(apiRoot, "")}`),
  );
});
afterAll(() => world.app.close());

const operations: readonly Operation[] = Object.keys(routeTable).map((route) => {
  const [method = "", path = ""] = route.split(" ");
  const isBeside = /^\/(?:healthz|readyz|metrics|openapi\.json|docs\/)/u.test(path);
  const url = `${isBeside ? "" : apiRoot}${path.replaceAll(/\{\w+\}/gu, "1")}`;
  return { method: method as Method, route, url };
});
const guarded = operations.filter(({ route }) => routeTable[route]?.may !== "anybody");

describe("every route", () => {
  it("stands in the table of who may do what", () => {
    expect(described.toSorted()).toEqual(Object.keys(routeTable).toSorted());
  });

  it.each(guarded)("$route refuses who has no token, and who has one that nobody gave out", async (operation) => {
    for (const token of [null, "pa_nobody"]) {
      const answer = await world.ask(operation.method, operation.url, { token });
      expect(answer).toMatchObject({
        status: 401,
        code: "PA_TOKEN_INVALID",
        headers: { "www-authenticate": expect.stringMatching(/^Bearer/u) },
      });
    }
  });

  // The stream of events has no form without a body: the page answers, which knows no such path.
  const read = guarded.filter(({ method, route }) => method === "GET" && !route.endsWith("/events"));
  it.each(read)("$route does so too where only its head is asked for", async ({ url }) => {
    expect((await world.ask("HEAD", url, { token: null })).status).toBe(401);
  });

  it.each(roles)("lets %s do what the table says, and nothing else", async (role) => {
    const denied: string[] = [];
    for (const { method, url, route } of guarded) {
      // Nothing is sent along: whoever gets so far is told what is missing, or that nothing is there.
      const { code } = await world.ask(method, url, { token: world.tokenOf[role] });
      expect(code).not.toBe("PA_TOKEN_INVALID");
      if (code === "PA_ACCESS_DENIED") denied.push(route);
    }
    const wanted = guarded.filter(({ route }) => routeTable[route]?.may.includes(role) !== true);
    expect(denied).toEqual(wanted.map(({ route }) => route));
  });
});
