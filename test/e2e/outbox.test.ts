import { spawn, type ChildProcess } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore, type Store } from "../../src/adapters/sql/open-sqlite-store.ts";
import { webhookSinkName, type OutboxMessage } from "../../src/ports/outbox.ts";
import { startWebhookReceiver, type Reaction, type WebhookReceiver } from "../support/webhook-receiver.ts";

const drainer = fileURLToPath(new URL("../support/drain-webhooks.ts", import.meta.url));
const paths = ["/a", "/b", "/c"];
const secret = "a secret";

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of the reactions, each as often as its weight says. */
function anyReaction(random: () => number): Reaction {
  const weighed: [number, Reaction][] = [
    [50, { answer: 200 }],
    [14, { answer: 500 }],
    [8, { answer: 429, headers: { "retry-after": "3" } }],
    [10, "cut"],
    [14, "take and cut"],
    [4, "hang"],
  ];
  let left = random() * 100;
  for (const [weight, reaction] of weighed) {
    if (left < weight) return reaction;
    left -= weight;
  }
  return "hang";
}

describe("messages to webhooks, with a process of ours that dies and receivers that fail", () => {
  let directory: string;
  let store: Store;
  let receiver: WebhookReceiver;
  let zero: number;
  let drain: ChildProcess | null;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "outbox-"));
    store = await openSqliteStore(join(directory, "store.sqlite"));
    receiver = await startWebhookReceiver();
    zero = Date.now();
    drain = null;
  });
  afterEach(async () => {
    await kill();
    await receiver.down();
    await store.close();
    await rm(directory, { recursive: true });
  });

  const urlOf = (path: string): string => `http://127.0.0.1:${receiver.port}${path}`;

  function start(): void {
    drain = spawn(process.execPath, [drainer, join(directory, "store.sqlite"), `${zero}`, ...paths.map(urlOf)], {
      stdio: ["pipe", "ignore", "inherit"],
      // Proxies of the environment must not be used: nothing listens there.
      env: { ...process.env, HOOK_SECRET: secret, NODE_USE_ENV_PROXY: "1", HTTP_PROXY: "http://127.0.0.1:1" },
    });
  }

  async function kill(): Promise<void> {
    const child = drain;
    drain = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    child.kill("SIGKILL");
    await closed;
  }

  function messagesTo(path: string, from: number, count: number): OutboxMessage[] {
    return Array.from({ length: count }, (_, n) => ({
      id: `${path.slice(1)}${from + n}`,
      sink: webhookSinkName(urlOf(path)),
      createdAt: zero,
      body: JSON.stringify({ path, number: from + n, text: "żółć" }),
    }));
  }

  /** The ids that were taken at a path in order, each at its first time. */
  function takenAt(path: string): unknown[] {
    return [
      ...new Set(receiver.taken.filter((each) => each.path === path).map(({ headers }) => headers["webhook-id"])),
    ];
  }

  const allTaken = { timeout: 90_000, interval: 50 };

  it.each([1, 2, 3])("arrive all, in order, and twice only under the same id (seed %i)", async (seed) => {
    const random = seeded(seed);
    const put: OutboxMessage[] = [];
    const kills: Promise<void>[] = [];
    let chaos = 120;
    receiver.react(() => {
      if (chaos-- <= 0) return { answer: 200 };
      const reaction = anyReaction(random);
      // In the middle of a delivery, for the receiver has the message and our process has no answer yet.
      if (random() < 0.08 && drain !== null) kills.push(kill().then(start));
      return reaction;
    });
    start();
    for (let burst = 0; burst < 6; burst++) {
      for (const path of paths) {
        const messages = messagesTo(path, burst * 4, 4);
        await store.outbox.put(messages);
        put.push(...messages);
      }
      await delay(50 + random() * 250);
      if (burst % 2 === 1) {
        await receiver.down();
        await delay(100 + random() * 200);
        await receiver.up();
      }
    }
    await expect.poll(async () => (await store.outbox.pending()).length, allTaken).toBe(0);
    await Promise.all(kills);

    for (const path of paths) {
      const expected = put.filter(({ sink }) => sink === webhookSinkName(urlOf(path))).map(({ id }) => id);
      expect(takenAt(path)).toEqual(expected);
    }
    expect(await store.outbox.givenUp()).toEqual([]);
    expect(kills.length).toBeGreaterThan(0);
    const bodies = new Map(put.map(({ id, body }) => [id, body]));
    for (const { headers, body } of receiver.arrivals) {
      const id = String(headers["webhook-id"]);
      expect(body).toBe(bodies.get(id));
      const signed = `${id}.${String(headers["webhook-timestamp"])}.${body}`;
      const signature = createHmac("sha256", secret).update(signed).digest("base64");
      expect(headers["webhook-signature"]).toBe(`v1,${signature}`);
    }
  });

  it("are repeated under the same id when our process died before it knew", async () => {
    const killed = Promise.withResolvers<void>();
    receiver.react(() => {
      if (receiver.arrivals.length > 1) return { answer: 200 };
      kill().then(killed.resolve, killed.reject);
      return "hang";
    });
    await store.outbox.put(messagesTo("/a", 0, 3));
    start();
    await killed.promise;
    expect(await store.outbox.pending()).toHaveLength(3);
    start();
    await expect.poll(async () => (await store.outbox.pending()).length, allTaken).toBe(0);
    expect(receiver.arrivals.map(({ headers }) => headers["webhook-id"])).toEqual(["a0", "a0", "a1", "a2"]);
  });

  it("to a receiver that hangs or refuses do not delay those to another", async () => {
    receiver.react(({ path }) => (path === "/a" ? "hang" : path === "/b" ? { answer: 503 } : { answer: 200 }));
    await store.outbox.put([...messagesTo("/a", 0, 3), ...messagesTo("/b", 0, 3), ...messagesTo("/c", 0, 30)]);
    start();
    await expect.poll(() => takenAt("/c").length, allTaken).toBe(30);
    const waiting = (await store.outbox.pending()).map(({ id }) => id);
    expect(waiting).toEqual(["a0", "a1", "a2", "b0", "b1", "b2"]);
  });

  it("wait for a receiver that is down when we start, and when nobody of us lives", async () => {
    await receiver.down();
    await store.outbox.put(messagesTo("/a", 0, 2));
    start();
    await expect
      .poll(async () => (await store.outbox.pending()).map(({ failures }) => failures > 1), allTaken)
      .toEqual([true, false]);
    await kill();
    await store.outbox.put(messagesTo("/a", 2, 2));
    await receiver.up();
    start();
    await expect.poll(() => takenAt("/a"), allTaken).toEqual(["a0", "a1", "a2", "a3"]);
  });
});
