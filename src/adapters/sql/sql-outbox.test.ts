import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryOutbox } from "../../../test/support/memory-outbox.ts";
import type { LeasedMessage, Outbox } from "../../ports/outbox.ts";
import { outboxContract } from "../../ports/outbox.contract.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

async function openTwice(): Promise<{ first: Outbox; second: Outbox; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "outbox-"));
  const path = join(directory, "store.sqlite");
  const stores = [await openSqliteStore(path), await openSqliteStore(path)] as const;
  return {
    first: stores[0].outbox,
    second: stores[1].outbox,
    async close() {
      for (const store of stores) await store.close();
      await rm(directory, { recursive: true });
    },
  };
}

describe("in SQLite", () => {
  outboxContract(openTwice);
});

describe("in memory", () => {
  outboxContract(async () => {
    const outbox = memoryOutbox();
    return { first: outbox, second: outbox, close: () => Promise.resolve() };
  });
});

/** What can be done to an outbox. Numbers choose among what there is then. */
const step = fc.oneof(
  fc.record({ do: fc.constant("put" as const), ids: fc.array(fc.nat(20), { maxLength: 4 }) }),
  fc.record({ do: fc.constant("lease" as const), unwanted: fc.nat(5) }),
  fc.record({ do: fc.constant("deliver" as const), which: fc.nat(9) }),
  fc.record({ do: fc.constant("fail" as const), which: fc.nat(9), retryIn: fc.option(fc.nat(40)) }),
  fc.record({ do: fc.constant("wait" as const), ms: fc.nat(60) }),
);

/** Does the steps and tells all that could be seen on the way. */
async function trace(
  outbox: Outbox,
  steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
): Promise<unknown[]> {
  const seen: unknown[] = [];
  const leases: LeasedMessage[] = [];
  let now = 1;
  for (const each of steps) {
    if (each.do === "wait") now += each.ms;
    else if (each.do === "put") {
      await outbox.put(each.ids.map((id) => ({ id: `m${id}`, sink: `s${id % 3}`, createdAt: now, body: `${id}` })));
    } else if (each.do === "lease") {
      const leased = await outbox.lease({ now, leaseMs: 30, wanted: (sink) => sink !== `s${each.unwanted}` });
      leases.push(...leased);
      seen.push(leased);
    } else {
      const lease = leases[each.which % Math.max(1, leases.length)];
      if (lease === undefined) continue;
      if (each.do === "deliver") await outbox.settle(lease, null);
      else await outbox.settle(lease, { why: "no", retryAt: each.retryIn === null ? "never" : now + each.retryIn });
    }
    seen.push(await outbox.pending(), await outbox.givenUp());
  }
  return seen;
}

describe("an outbox in SQLite and its twin", () => {
  it("show the same whatever is done to them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const shared = await openTwice();
        try {
          expect(await trace(shared.first, steps)).toEqual(await trace(memoryOutbox(), steps));
        } finally {
          await shared.close();
        }
      }),
      { numRuns: 60 },
    );
  });
});
