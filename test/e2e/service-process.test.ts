import { request } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkplace, type Workplace } from "../support/command-line.ts";
import { serve, type Served } from "../support/served.ts";

let workplace: Workplace;
let running: Served[];
beforeEach(async () => {
  workplace = await createWorkplace();
  running = [];
});
afterEach(async () => {
  for (const each of running) await each.stop("SIGKILL");
  await workplace.remove();
});

async function start(options: Parameters<typeof serve>[1] = {}): Promise<Served> {
  const served = await serve(workplace, options);
  running.push(served);
  return served;
}

/** Status of a request with headers that `fetch` would not send. */
function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("the first start", () => {
  it("prints a link that lets one in, and later ones do not", async () => {
    const first = await start();
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
    const me = await first.api("/me");
    expect(me.status).toBe(200);
    expect(await me.json()).toMatchObject({ roles: ["admin"], by: "token", expiresAt: null });
    const { code, stderr } = await first.stop();
    expect(code).toBe(0);
    expect(stderr).toContain('"path":"/api/agents/performance-agent/me"');
    expect(stderr).not.toContain(first.token);

    const second = await start();
    expect(second.token).toBeNull();
    const headers = { authorization: `Bearer ${first.token}` };
    expect((await second.api("/me", { headers })).status).toBe(200);
    await second.stop();

    const third = await start({ args: ["--new-token"] });
    expect(third.token).not.toBe(first.token);
    expect((await third.api("/me")).status).toBe(200);
    expect((await third.api("/me", { headers })).status).toBe(200);
  });

  it("takes the token of the environment, and prints none", async () => {
    const env = { PERF_AGENT_TOKEN: "chosen-token-of-24-chars" };
    const served = await start({ env });
    expect(served.token).toBeNull();
    expect((await served.api("/me")).status).toBe(200);
    const { stdout, stderr } = await served.stop();
    expect(stdout + stderr).not.toContain(env.PERF_AGENT_TOKEN);
  });
});

describe("settings", () => {
  it("are printed with where they come from, and without secrets", async () => {
    await workplace.write("data/serve.yaml", "limits:\n  viewers: 7\n");
    const env = { PERF_AGENT_TOKEN: "chosen-token-of-24-chars", PERF_AGENT_HOST: "127.0.0.2" };
    const { code, stdout } = await workplace.run(["serve", "--data", "data", "--check"], env);
    expect(code).toBe(0);
    expect(stdout).toMatch(/limits\.viewers +7 +serve\.yaml/u);
    expect(stdout).toMatch(/host +127\.0\.0\.2 +PERF_AGENT_HOST/u);
    expect(stdout).toMatch(/PERF_AGENT_TOKEN +set +environment/u);
    expect(stdout).not.toContain(env.PERF_AGENT_TOKEN);
  });

  it("are refused with their place", async () => {
    await workplace.write("data/serve.yaml", "port: many\n");
    const { code, stderr } = await workplace.run(["serve", "--data", "data"]);
    expect(code).toBe(2);
    expect(stderr).toContain("PA_SETTINGS_INVALID");
    expect(stderr).toContain("serve.yaml");
  });

  it("name a port that is taken", async () => {
    const { url } = await start();
    const { code, stderr } = await workplace.run(["serve", "--data", "other", "--port", new URL(url).port]);
    expect(code).toBe(3);
    expect(stderr).toContain("PA_LISTEN_FAILED");
  });
});

describe("strangers", () => {
  it("get in by no other name, no other page and no other way", async () => {
    const { url, token } = await start();
    const me = `${url}/api/agents/performance-agent/me`;
    const authorization = `Bearer ${token}`;
    expect(await statusOf(me, { authorization })).toBe(200);
    expect(await statusOf(me, { authorization, host: "attacker.example" })).toBe(421);
    expect(await statusOf(me, { authorization, origin: "https://attacker.example" })).toBe(421);
    expect(await statusOf(`${me}?token=${token}`, {})).toBe(401);
    expect(await statusOf(`${url}/api/agents/performance-agent/runs/r1/events`, {})).toBe(401);
    expect(await statusOf(me, { authorization, "x-large": "x".repeat(20_000) })).toBe(431);
  });

  it("are cut off when they send too slowly", async () => {
    const { url } = await start();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write("GET /healthz HTTP/1.1\r\nhost: localhost\r\n");
    const dripping = setInterval(() => socket.write("x"), 1_000);
    const answer = await new Promise<string>((resolve) => {
      let text = "";
      socket.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      socket.on("error", () => undefined);
      socket.on("close", () => resolve(text));
    });
    clearInterval(dripping);
    expect(answer).not.toContain("alive");
    // Others were served meanwhile and still are.
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

it("ends at a signal, whoever is connected", async () => {
  const served = await start();
  const { hostname, port } = new URL(served.url);
  const idle = connect(Number(port), hostname);
  idle.on("error", () => undefined);
  await fetch(`${served.url}/healthz`);
  const { code, stdout } = await served.stop("SIGINT");
  expect(code).toBe(0);
  expect(stdout).toContain("Stopping");
  idle.destroy();
});
