import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LeasedMessage, Outbox, OutboxMessage } from "./outbox.ts";

/** Two handles on one outbox, as two processes have. */
export interface SharedOutbox {
  readonly first: Outbox;
  readonly second: Outbox;
  close(): Promise<void>;
}

const leaseMs = 1_000;
const day = 86_400_000;
const all = (sink: string): boolean => sink !== "";

function message(id: string, sink = "webhook:a", createdAt = 5): OutboxMessage {
  return { id, sink, createdAt, body: `{"id":"${id}","text":"żółć 'quoted'"}` };
}

function leaseAt(outbox: Outbox, now: number, wanted = all): Promise<readonly LeasedMessage[]> {
  return outbox.lease({ now, leaseMs, wanted });
}

async function leasedIds(outbox: Outbox, now: number, wanted = all): Promise<string[]> {
  return (await leaseAt(outbox, now, wanted)).map(({ id }) => id).toSorted();
}

async function only(outbox: Outbox, now: number): Promise<LeasedMessage> {
  const [leased, ...more] = await leaseAt(outbox, now);
  if (leased === undefined || more.length > 0) throw new Error(`${more.length} leases instead of one`);
  return leased;
}

/** What every outbox promises; each adapter runs it. */
export function outboxContract(open: () => Promise<SharedOutbox>): void {
  describe("an outbox", () => {
    let shared: SharedOutbox;
    let outbox: Outbox;
    beforeEach(async () => {
      shared = await open();
      outbox = shared.first;
    });
    afterEach(() => shared.close());

    it("gives the messages of a sink one by one in the order they were put", async () => {
      await outbox.put([message("b"), message("a")]);
      await outbox.put([message("c")]);
      const order: string[] = [];
      for (let now = 10; now < 13; now++) {
        const leased = await only(outbox, now);
        expect(await leaseAt(outbox, now)).toEqual([]);
        order.push(leased.id);
        await outbox.settle(leased, null);
      }
      expect(order).toEqual(["b", "a", "c"]);
      expect(await leaseAt(outbox, 99)).toEqual([]);
    });

    it("gives back what was put, unchanged", async () => {
      await outbox.put([message("a")]);
      expect(await outbox.pending()).toEqual([{ ...message("a"), failures: 0, notBefore: 0 }]);
      expect(await only(outbox, 10)).toEqual({ ...message("a"), failures: 0, notBefore: 0, leasedUntil: 10 + leaseMs });
    });

    it("keeps sinks apart: one that is held or failed does not hold up another", async () => {
      await outbox.put([message("a1", "a"), message("b1", "b"), message("a2", "a"), message("b2", "b")]);
      const [a1, b1] = await leaseAt(outbox, 10);
      if (a1?.id !== "a1" || b1?.id !== "b1") throw new Error("wrong leases");
      await outbox.settle(a1, { why: "down", retryAt: 500 });
      await outbox.settle(b1, null);
      expect(await leasedIds(outbox, 11)).toEqual(["b2"]);
    });

    it("leaves a failed message first in its sink until its time", async () => {
      await outbox.put([message("a"), message("b")]);
      await outbox.settle(await only(outbox, 10), { why: "down", retryAt: 500 });
      expect(await leaseAt(outbox, 499)).toEqual([]);
      expect(await only(outbox, 500)).toMatchObject({ id: "a", failures: 1, notBefore: 500 });
    });

    it("keeps what was given up, with why, and goes on with the next", async () => {
      await outbox.put([message("a"), message("b")]);
      await outbox.settle(await only(outbox, 10), { why: "the receiver answered 410", retryAt: "never" });
      expect(await outbox.givenUp()).toEqual([{ ...message("a"), why: "the receiver answered 410" }]);
      expect((await outbox.pending()).map(({ id }) => id)).toEqual(["b"]);
      expect(await leasedIds(outbox, 10)).toEqual(["b"]);
    });

    it("puts a message once, whatever became of it", async () => {
      await outbox.put([message("waits"), message("waits")]);
      await outbox.put([message("waits"), message("goes", "b"), message("fails", "c")]);
      for (const leased of await leaseAt(outbox, 10, (sink) => sink !== "webhook:a")) {
        await outbox.settle(leased, leased.id === "goes" ? null : { why: "no", retryAt: "never" });
      }
      await outbox.put([message("waits"), message("goes", "b"), message("fails", "c")]);
      expect((await outbox.pending()).map(({ id }) => id)).toEqual(["waits"]);
      expect((await outbox.givenUp()).map(({ id }) => id)).toEqual(["fails"]);
    });

    it("remembers the ids of delivered messages for seven days, of others for good", async () => {
      await outbox.put([message("goes", "a", 0), message("fails", "b", 0), message("waits", "c", 0)]);
      for (const leased of await leaseAt(outbox, 1, (sink) => sink !== "c")) {
        await outbox.settle(leased, leased.id === "goes" ? null : { why: "no", retryAt: "never" });
      }
      await outbox.put([message("later", "d", 7 * day)]);
      await outbox.put([message("goes", "a", 7 * day)]);
      expect((await outbox.pending()).map(({ id }) => id)).toEqual(["waits", "later"]);
      await outbox.put([message("latest", "d", 7 * day + 1)]);
      await outbox.put([message("goes", "a", 7 * day + 1), message("fails", "b", 0), message("waits", "c", 0)]);
      expect((await outbox.pending()).map(({ id }) => id)).toEqual(["waits", "later", "latest", "goes"]);
    });

    it("leases only what is wanted", async () => {
      await outbox.put([message("a1", "a"), message("b1", "b")]);
      expect(await leasedIds(outbox, 10, (sink) => sink === "b")).toEqual(["b1"]);
      expect(await leasedIds(outbox, 10)).toEqual(["a1"]);
    });

    it("gives a sink to one process, and to another only after the end of the lease", async () => {
      await shared.first.put([message("a"), message("b")]);
      const mine = await only(shared.first, 10);
      expect(await leaseAt(shared.second, 10 + leaseMs - 1)).toEqual([]);
      expect(await only(shared.second, 10 + leaseMs)).toMatchObject({ id: mine.id, body: mine.body, failures: 0 });
    });

    it("does not let a late failure end somebody else's lease", async () => {
      await shared.first.put([message("a"), message("b")]);
      const late = await only(shared.first, 10);
      const living = await only(shared.second, 10 + leaseMs);
      await shared.first.settle(late, { why: "late", retryAt: 0 });
      expect(await leaseAt(shared.first, 11 + leaseMs)).toEqual([]);
      await shared.second.settle(living, { why: "down", retryAt: 3_000 });
      expect(await only(shared.first, 3_000)).toMatchObject({ id: "a", failures: 1 });
    });

    it("takes a late delivery for what it is", async () => {
      await shared.first.put([message("a"), message("b")]);
      const late = await only(shared.first, 10);
      const second = await only(shared.second, 10 + leaseMs);
      await shared.first.settle(late, null);
      await shared.second.settle(second, { why: "down", retryAt: 3_000 });
      expect((await shared.second.pending()).map(({ id, failures }) => [id, failures])).toEqual([["b", 0]]);
    });

    it("lets many ask at once and answers one of them", async () => {
      await outbox.put([message("a"), message("b")]);
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) => leaseAt(n % 2 === 0 ? shared.first : shared.second, 10)),
      );
      expect(answers.flat().map(({ id }) => id)).toEqual(["a"]);
    });

    it("holds many messages", async () => {
      const many = Array.from({ length: 1_201 }, (_, n) => message(`m${n}`, `sink ${n % 3}`));
      await outbox.put(many);
      await outbox.put([]);
      expect((await outbox.pending()).map(({ id }) => id)).toEqual(many.map(({ id }) => id));
      expect(await leasedIds(outbox, 10)).toEqual(["m0", "m1", "m2"]);
    });
  });
}
