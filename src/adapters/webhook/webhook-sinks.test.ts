import { execFileSync, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates, TLSSocket } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startWebhookReceiver, type Reaction, type WebhookReceiver } from "../../../test/support/webhook-receiver.ts";
import { DeliveryFailed, type OutboxMessage } from "../../ports/outbox.ts";
import { webhookSinks, type WebhookSurroundings } from "./webhook-sinks.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const now = 1_700_000_000_900;
const body = '{"type":"perf-agent.run.alert","text":"żółć"}';

function message(sink: string): OutboxMessage {
  return { id: "evt_1", sink, createdAt: 5, body };
}

function surroundings(changes: Partial<WebhookSurroundings> = {}): WebhookSurroundings {
  return {
    clock: { now: () => now, monotonic: () => 0, sleep: () => Promise.resolve() },
    resolver: { resolve: () => Promise.resolve(["127.0.0.1"]) },
    secret: (name) => ({ HOOK_SECRET: "raw secret" })[name],
    ...changes,
  };
}

describe("a webhook", () => {
  let receiver: WebhookReceiver;
  let url: string;
  beforeEach(async () => {
    receiver = await startWebhookReceiver();
    url = `http://127.0.0.1:${receiver.port}/hook?token=x`;
  });
  afterEach(() => receiver.down());

  /** Delivers one message; resolves with null or what failed. */
  async function deliver(
    to: string = url,
    changes: Partial<WebhookSurroundings> = {},
    secretEnv: string | null = null,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<DeliveryFailed | null> {
    const sink = webhookSinks([{ url: to, secretEnv }], surroundings(changes))(`webhook:${to}`);
    if (sink === null) throw new Error("no sink");
    try {
      await sink.deliver(message(`webhook:${to}`), signal);
      return null;
    } catch (error) {
      if (error instanceof DeliveryFailed) return error;
      throw error;
    }
  }

  it("is known by its name alone", () => {
    const sinks = webhookSinks([{ url, secretEnv: null }], surroundings());
    expect(sinks(`webhook:${url}`)).not.toBeNull();
    expect(sinks(url)).toBeNull();
    expect(sinks("webhook:http://127.0.0.1/")).toBeNull();
  });

  it("posts the body as it is, with its id, its time and a signature over all three", async () => {
    expect(await deliver(url, {}, "HOOK_SECRET")).toBeNull();
    const signature = createHmac("sha256", "raw secret").update(`evt_1.1700000000.${body}`).digest("base64");
    expect(receiver.arrivals).toMatchObject([
      {
        path: "/hook?token=x",
        body,
        headers: {
          host: `127.0.0.1:${receiver.port}`,
          "content-type": "application/json",
          "webhook-id": "evt_1",
          "webhook-timestamp": "1700000000",
          "webhook-signature": `v1,${signature}`,
        },
      },
    ]);
  });

  it("without a secret is not signed", async () => {
    expect(await deliver()).toBeNull();
    expect(receiver.arrivals[0]?.headers).not.toHaveProperty("webhook-signature");
  });

  it("whose secret is missing sends nothing", async () => {
    const failed = await deliver(url, {}, "OTHER_SECRET");
    expect(failed).toMatchObject({ lasting: false, message: expect.stringContaining("OTHER_SECRET holds no secret") });
    expect(receiver.arrivals).toEqual([]);
  });

  const successes: Reaction[] = [{ answer: 200 }, { answer: 204 }, { answer: 299 }, "endless"];
  it.each(successes)("met with %j was delivered", async (reaction) => {
    receiver.react(() => reaction);
    expect(await deliver()).toBeNull();
    expect(receiver.arrivals).toHaveLength(1);
  });

  const failures: { reaction: Reaction; lasting: boolean; text: string; retryAfterMs?: number }[] = [
    { reaction: { answer: 301, headers: { location: "/other" } }, lasting: false, text: "redirects are not followed" },
    { reaction: { answer: 304 }, lasting: false, text: "answered 304" },
    { reaction: { answer: 400 }, lasting: true, text: "answered 400" },
    { reaction: { answer: 401 }, lasting: true, text: "answered 401" },
    { reaction: { answer: 404 }, lasting: true, text: "answered 404" },
    { reaction: { answer: 408 }, lasting: false, text: "answered 408" },
    { reaction: { answer: 410 }, lasting: true, text: "answered 410" },
    { reaction: { answer: 425 }, lasting: false, text: "answered 425" },
    { reaction: { answer: 429, headers: { "retry-after": "7" } }, lasting: false, text: "429", retryAfterMs: 7_000 },
    { reaction: { answer: 500 }, lasting: false, text: "answered 500" },
    { reaction: { answer: 503, headers: { "retry-after": "60" } }, lasting: false, text: "503", retryAfterMs: 60_000 },
    { reaction: "cut", lasting: false, text: "socket hang up" },
  ];
  it.each(failures)(
    "met with $reaction fails, lasting: $lasting",
    async ({ reaction, lasting, text, retryAfterMs }) => {
      receiver.react(() => reaction);
      const failed = await deliver();
      expect(receiver.arrivals).toHaveLength(1);
      expect(failed).toMatchObject({
        lasting,
        retryAfterMs: retryAfterMs ?? null,
        message: expect.stringContaining(text),
      });
      expect(failed?.message).not.toContain("token");
    },
  );

  it("that hangs is left after its time", async () => {
    receiver.react(() => "hang");
    const failed = await deliver(url, { timeoutMs: 200 });
    expect(failed).toMatchObject({
      lasting: false,
      message: `127.0.0.1:${receiver.port}: did not answer within 0.2 s`,
    });
  });

  it("whose name is never resolved is left after its time", async () => {
    const never = { resolve: () => new Promise<never>(() => {}) };
    const failed = await deliver("http://hooks.example/", { timeoutMs: 100, resolver: never });
    expect(failed).toMatchObject({ lasting: false, message: "hooks.example: did not answer within 0.1 s" });
  });

  it("is left when told so", async () => {
    const control = new AbortController();
    receiver.react(() => {
      control.abort();
      return "hang";
    });
    const failed = await deliver(url, {}, null, control.signal);
    expect(failed).toMatchObject({ lasting: false, message: expect.stringContaining("was cut off") });
    expect(await deliver(url, {}, null, AbortSignal.abort())).toMatchObject({ lasting: false });
    expect(receiver.arrivals).toHaveLength(1);
  });

  it("that is down fails for now", async () => {
    await receiver.down();
    expect(await deliver()).toMatchObject({ lasting: false, message: expect.stringContaining("connection refused") });
    await receiver.up();
    expect(await deliver()).toBeNull();
  });

  it("dials the address that was checked, and tells the host it meant", async () => {
    const asked: string[] = [];
    const resolver = {
      resolve: async (host: string) => {
        asked.push(host);
        return ["127.0.0.1"];
      },
    };
    const to = `http://hooks.example:${receiver.port}/`;
    expect(await deliver(to, { resolver, privateAllowed: (each) => each === to })).toBeNull();
    expect(asked).toEqual(["hooks.example"]);
    expect(receiver.arrivals[0]?.headers.host).toBe(`hooks.example:${receiver.port}`);
    expect(await deliver(to, { resolver })).toMatchObject({ message: expect.stringContaining("private address") });
    expect(receiver.arrivals).toHaveLength(1);
  });

  it.each([
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "no url",
    "http://user:word@127.0.0.1/",
    "http://user@127.0.0.1/",
  ])("%s is none", async (to) => {
    expect(await deliver(to)).toMatchObject({ lasting: true, message: expect.stringContaining("no http(s) URL") });
  });

  it.skipIf(!hasOpenssl)(
    `over TLS must prove that it is the host of the URL${hasOpenssl ? "" : " (left out: no openssl)"}`,
    async () => {
      const directory = await mkdtemp(join(tmpdir(), "webhook-"));
      const [key, certificate] = [join(directory, "key.pem"), join(directory, "certificate.pem")];
      const request =
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=hooks.example";
      const files = ["-addext", "subjectAltName=DNS:hooks.example", "-keyout", key, "-out", certificate];
      execFileSync("openssl", [...request.split(" "), ...files], { stdio: "ignore" });
      const names: unknown[] = [];
      const secure = createServer(
        { key: await readFile(key), cert: await readFile(certificate) },
        (incoming, response) => {
          names.push(incoming.socket instanceof TLSSocket ? incoming.socket.servername : undefined);
          response.end();
        },
      );
      await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
      const { port } = secure.address() as AddressInfo;
      const open = { privateAllowed: () => true };
      expect(await deliver(`https://hooks.example:${port}/`, open)).toMatchObject({ lasting: false });
      const before = getCACertificates("default");
      setDefaultCACertificates([...before, await readFile(certificate, "utf8")]);
      expect(await deliver(`https://hooks.example:${port}/`, open)).toBeNull();
      expect(await deliver(`https://other.example:${port}/`, open)).toMatchObject({ lasting: false });
      setDefaultCACertificates(before);
      expect(names).toEqual(["hooks.example"]);
      secure.close();
      secure.closeAllConnections();
      await rm(directory, { recursive: true });
    },
  );
});
