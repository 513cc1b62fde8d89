import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpWorld, type HttpWorld } from "../../../test/support/http-world.ts";
import { permissions, roles, type Permission } from "../../contract/api/roles.ts";

interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly permission: Permission | undefined;
}

let world: HttpWorld;
let operations: Operation[];
beforeAll(async () => {
  world = await httpWorld({ limits: { requestsPerMinute: 100_000, refusedPerMinute: 100_000 } });
  const document = JSON.parse((await world.ask("GET", "/openapi.json")).text) as {
    paths: Record<string, Record<string, { "x-permission"?: Permission }>>;
  };
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase() as Operation["method"],
      url: path.replaceAll(/\{\w+\}/gu, "1"),
      permission: operation["x-permission"],
    })),
  );
});
afterAll(() => world.app.close());

/** What anybody may see without a token; everything else that is added must be thought about here. */
const open = ["/healthz", "/readyz", "/docs/api", "/docs/errors"];

describe("every route", () => {
  it("is in the description with its permission, or is one of the few that are open", () => {
    expect(operations.filter(({ permission }) => permission === undefined).map(({ url }) => url)).toEqual(open);
    expect(operations.length).toBeGreaterThan(40);
  });

  it("refuses who has no token, and who has one that nobody gave out", async () => {
    for (const { method, url, permission } of operations) {
      if (permission === undefined) continue;
      for (const token of [null, "pa_nobody"]) {
        const { status, code, headers } = await world.ask(method, url, { token });
        expect({ method, url, status, code }).toEqual({ method, url, status: 401, code: "PA_TOKEN_INVALID" });
        expect(headers["www-authenticate"]).toMatch(/^Bearer/u);
      }
    }
  });

  it.each(roles)("lets %s do what the table of roles says, and nothing else", async (role) => {
    for (const { method, url, permission } of operations) {
      if (permission === undefined) continue;
      const allowed: readonly string[] = permissions[permission];
      // Nothing is sent along: whoever gets so far is told what is missing, or that nothing is there.
      const { code } = await world.ask(method, url, { token: world.tokenOf[role] });
      expect({ method, url, denied: code === "PA_ACCESS_DENIED" }).toEqual({
        method,
        url,
        denied: !allowed.includes(role),
      });
      expect(code).not.toBe("PA_TOKEN_INVALID");
    }
  });
});
