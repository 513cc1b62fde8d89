import type { LeasedMessage, Outbox, OutboxMessage } from "../../src/ports/outbox.ts";

interface Entry {
  readonly message: OutboxMessage;
  state: "waiting" | "delivered" | "given-up";
  failures: number;
  notBefore: number;
  leasedUntil: number;
  why: string;
}

const rememberedMs = 7 * 86_400_000;

/** The slow, obvious twin of an outbox: a list that is searched from its start every time. Lives as long as its process. */
export function memoryOutbox(): Outbox {
  let entries: Entry[] = [];
  const known = (id: string): Entry | undefined => entries.find(({ message }) => message.id === id);
  return {
    async put(messages) {
      for (const message of messages) {
        if (known(message.id) !== undefined) continue;
        entries.push({ message, state: "waiting", failures: 0, notBefore: 0, leasedUntil: 0, why: "" });
      }
      const newest = Math.max(0, ...messages.map(({ createdAt }) => createdAt));
      entries = entries.filter(
        ({ state, message }) => state !== "delivered" || message.createdAt >= newest - rememberedMs,
      );
    },
    async lease({ now, leaseMs, wanted }) {
      const leased: LeasedMessage[] = [];
      const sinks = new Set(entries.map(({ message }) => message.sink));
      for (const sink of [...sinks].toSorted()) {
        const head = entries.find(({ message, state }) => message.sink === sink && state === "waiting");
        if (head === undefined || head.notBefore > now || head.leasedUntil > now || !wanted(sink)) continue;
        head.leasedUntil = now + leaseMs;
        const { failures, notBefore, leasedUntil } = head;
        leased.push({ ...head.message, failures, notBefore, leasedUntil });
      }
      return leased;
    },
    async settle({ id, leasedUntil }, failed) {
      const entry = known(id);
      if (entry === undefined) return;
      if (failed === null) {
        entry.state = "delivered";
        return;
      }
      if (entry.state !== "waiting" || entry.leasedUntil !== leasedUntil) return;
      entry.failures += 1;
      entry.why = failed.why;
      if (failed.retryAt === "never") entry.state = "given-up";
      else [entry.notBefore, entry.leasedUntil] = [failed.retryAt, 0];
    },
    async pending() {
      return entries
        .filter(({ state }) => state === "waiting")
        .map(({ message, failures, notBefore }) => ({ ...message, failures, notBefore }));
    },
    async givenUp() {
      return entries.filter(({ state }) => state === "given-up").map(({ message, why }) => ({ ...message, why }));
    },
  };
}
