import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { accessParts } from "../../../test/support/access-parts.ts";
import { httpWorld } from "../../../test/support/http-world.ts";
import { settingsFileSchema } from "../../services/service-settings.ts";
import type { Service } from "../../services/service.ts";
import { authenticate } from "./authenticate.ts";
import type { ServiceApp, ZodTypeProvider } from "./service-app.ts";

const me = "/api/agents/performance-agent/me";
const dayMs = 86_400_000;

function bare(): ServiceApp {
  const app: ServiceApp = Fastify().withTypeProvider<ZodTypeProvider>();
  const service = { ...accessParts(), verifiers: [], settings: settingsFileSchema.parse({}) };
  authenticate(app, service as unknown as Service);
  return app;
}

describe("authenticate", () => {
  it("adds no route that says nothing of who may use it", () => {
    expect(() => bare().get("/forgotten", async () => "x")).toThrow("/forgotten says nothing of who may use it");
    expect(() => bare().get("/open", { config: { permission: "public" } }, async () => "x")).not.toThrow();
  });

  it("knows who asks", async () => {
    const world = await httpWorld();
    const { status, text } = await world.ask("GET", me, { token: world.tokenOf.ci });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ name: "the ci", roles: ["ci"], by: "token" });
  });

  it.each([
    ["in the address", { token: null }, "?token=TOKEN&access_token=TOKEN"],
    ["as a cookie", { token: null, headers: { cookie: "token=TOKEN" } }, ""],
    ["as a password", { token: null, headers: { authorization: "Basic OlRPS0VO" } }, ""],
    ["twice", { token: null, headers: { authorization: "Bearer TOKEN, Bearer TOKEN" } }, ""],
  ])("takes no token %s", async (_name, asking, query) => {
    const world = await httpWorld();
    const filled = JSON.parse(JSON.stringify(asking).replaceAll("TOKEN", world.tokenOf.admin)) as typeof asking;
    const { status } = await world.ask("GET", `${me}${query.replaceAll("TOKEN", world.tokenOf.admin)}`, filled);
    expect(status).toBe(401);
  });

  it("lets nobody in after the last day of a token", async () => {
    const world = await httpWorld();
    await world.clock.advance(90 * dayMs - 1);
    expect((await world.ask("GET", me)).status).toBe(200);
    await world.clock.advance(1);
    expect((await world.ask("GET", me)).code).toBe("PA_TOKEN_INVALID");
  });

  it("slows down who asks too much, and nobody else", async () => {
    const world = await httpWorld({ limits: { requestsPerMinute: 3 } });
    for (let asked = 0; asked < 3; asked += 1) expect((await world.ask("GET", me)).status).toBe(200);
    const limited = await world.ask("GET", me);
    expect(limited).toMatchObject({ status: 429, code: "PA_RATE_LIMITED" });
    expect(Number(limited.headers["retry-after"])).toBe(20);
    expect((await world.ask("GET", me, { token: world.tokenOf.viewer })).status).toBe(200);
    await world.clock.advance(20_000);
    expect((await world.ask("GET", me)).status).toBe(200);
  });

  it("slows down who tries tokens, without keeping out others of the same address", async () => {
    const world = await httpWorld({ limits: { refusedPerMinute: 2 } });
    for (const status of [401, 401, 429, 429])
      expect((await world.ask("GET", me, { token: "pa_guess" })).status).toBe(status);
    expect((await world.ask("GET", me)).status).toBe(200);
  });
});
