import { describe, expect, it } from "vitest";
import type { PerfAgentError } from "../contract/errors.ts";
import { readServiceSettings } from "./read-service-settings.ts";
import type { ServiceSettings } from "./service-settings.ts";

const untyped = { host: undefined, port: undefined };

function read(
  file: string | null,
  env: Record<string, string> = {},
  typed: { host: string | undefined; port: string | undefined } = untyped,
): Promise<ServiceSettings> {
  const agent = {
    documents: { readBytes: () => Promise.resolve(file === null ? null : new TextEncoder().encode(file)) },
    system: { env },
  } as unknown as Parameters<typeof readServiceSettings>[0];
  return readServiceSettings(agent, "/data/serve.yaml", typed);
}

function told({ told: list }: ServiceSettings, name: string): string {
  const setting = list.find((one) => one.name === name);
  return `${setting?.value} (${setting?.from})`;
}

describe("readServiceSettings", () => {
  it("listens on loopback and nowhere else when nothing is said", async () => {
    const settings = await read(null);
    expect(settings).toMatchObject({ host: "127.0.0.1", port: 7070, publicUrl: null, oidc: null, hosts: [] });
    expect(told(settings, "host")).toBe("127.0.0.1 (default)");
    expect(await read("# nothing yet\n")).toEqual(settings);
  });

  it("puts flags before the environment, and that before the file", async () => {
    const file = "host: 10.0.0.1\nport: 1\nlimits:\n  viewers: 7\n";
    const settings = await read(file, { PERF_AGENT_HOST: "10.0.0.2", PERF_AGENT_PORT: "2" }, { ...untyped, port: "3" });
    expect(settings).toMatchObject({ host: "10.0.0.2", port: 3 });
    expect(told(settings, "host")).toBe("10.0.0.2 (PERF_AGENT_HOST)");
    expect(told(settings, "port")).toBe("3 (--port)");
    expect(told(settings, "limits.viewers")).toBe("7 (serve.yaml)");
    expect(told(settings, "limits.drainSeconds")).toBe("120 (default)");
  });

  it("takes a provider from two variables alone", async () => {
    const env = { PERF_AGENT_OIDC_ISSUER: "https://login.example.com/", PERF_AGENT_OIDC_AUDIENCE: "perf" };
    expect((await read(null, env)).oidc).toEqual({
      issuer: "https://login.example.com/",
      audience: "perf",
      jwksUri: null,
      nameClaim: "sub",
      rolesClaim: "roles",
      roles: {},
    });
  });

  it("never shows the first token", async () => {
    const settings = await read(null, { PERF_AGENT_TOKEN: "a-very-secret-token", PERF_AGENT_K6: "/opt/k6" });
    expect(JSON.stringify(settings)).not.toContain("a-very-secret-token");
    expect(told(settings, "PERF_AGENT_TOKEN")).toBe("set (environment)");
    expect(told(settings, "PERF_AGENT_K6")).toBe("/opt/k6 (environment)");
    expect(told(await read(null), "PERF_AGENT_TOKEN")).toBe("not set (environment)");
  });

  it.each([
    ["https://mirror.example/k6", "https://mirror.example/k6"],
    ["https://ana:swordfish@mirror.example/k6", "https://mirror.example/k6 (the rest is not shown)"],
    ["https://mirror.example/k6?key=swordfish", "https://mirror.example/k6 (the rest is not shown)"],
    ["https://mirror.example/k6#swordfish", "https://mirror.example/k6 (the rest is not shown)"],
    ["ftp://ana:swordfish@mirror.example/k6", "ftp://mirror.example/k6 (the rest is not shown)"],
  ])("shows of the address %s where it leads, and no password", async (address, shown) => {
    const settings = await read(null, { PERF_AGENT_K6_RELEASES: address });
    expect(told(settings, "PERF_AGENT_K6_RELEASES")).toBe(`${shown} (environment)`);
  });

  it.each([
    ["a name that is none", "prot: 1", {}, "prot"],
    ["a port that is none", "port: 70000", {}, "port"],
    ["a port in words", null, { PERF_AGENT_PORT: "seven" }, "PERF_AGENT_PORT (port)"],
    ["a public URL with a path", "publicUrl: https://perf.example.com/agent", {}, "publicUrl"],
    ["a provider without TLS", "oidc: { issuer: 'http://login.example.com', audience: a }", {}, "oidc.issuer"],
    ["a provider without an audience", null, { PERF_AGENT_OIDC_ISSUER: "https://login.example.com" }, "oidc.audience"],
    [
      "a role that is none",
      "oidc: { issuer: 'https://l.example', audience: a, roles: { x: [boss] } }",
      {},
      "oidc.roles",
    ],
    ["a list", "- port", {}, "name: value"],
    ["no YAML", "port: [", {}, "PA_SETTINGS_INVALID"],
  ])("refuses %s and says where", async (_name, file, env, text) => {
    const refused = read(file, env);
    await expect(refused).rejects.toThrow("PA_SETTINGS_INVALID");
    await expect(refused).rejects.toThrow(text);
  });

  it("tells every mistake at once", async () => {
    const error = await read("port: -1\nhost: ''\n").catch((caught: unknown) => caught as PerfAgentError);
    expect((error as PerfAgentError).mistakes).toHaveLength(2);
  });
});
