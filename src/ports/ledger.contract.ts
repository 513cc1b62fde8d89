import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ledgerEntry } from "./ledger-entry.contract.ts";
import type { Ledger } from "./ledger.ts";

/** What every ledger promises; each adapter runs it. `second` sees what `first` keeps, as another process does. */
export function ledgerContract(open: () => Promise<{ first: Ledger; second: Ledger; close(): Promise<void> }>): void {
  describe("a ledger", () => {
    let shared: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      shared = await open();
    });
    afterEach(() => shared.close());

    const ids = async (filter: Parameters<Ledger["list"]>[0]): Promise<string[]> =>
      (await shared.second.list(filter)).map(({ id }) => id);

    it("gives back what was put, and what replaced it", async () => {
      const accepted = ledgerEntry({
        state: "accepted",
        acceptance: { by: "ana", at: 1, reason: 'new tax rules, "agreed"', until: 9 },
      });
      await shared.first.put([ledgerEntry()]);
      expect(await shared.second.get("r1")).toEqual(ledgerEntry());
      await shared.second.put([accepted]);
      expect(await shared.first.get("r1")).toEqual(accepted);
      expect(await ids({ states: null, limit: 9 })).toEqual(["r1"]);
      expect(await shared.first.get("other")).toBeNull();
    });

    it("lists the newest first, by state and family", async () => {
      await shared.first.put([
        ledgerEntry({ id: "a", openedAt: 1 }),
        ledgerEntry({ id: "b", openedAt: 3, state: "closed" }),
        ledgerEntry({ id: "c", openedAt: 2, service: "other" }),
        ledgerEntry({ id: "d", openedAt: 4, environment: "local" }),
        ledgerEntry({ id: "e", openedAt: 5, plan: "soak" }),
      ]);
      expect(await ids({ states: null, limit: 9 })).toEqual(["e", "d", "b", "c", "a"]);
      expect(await ids({ states: null, limit: 2 })).toEqual(["e", "d"]);
      expect(await ids({ states: ["open"], limit: 9 })).toEqual(["e", "d", "c", "a"]);
      expect(await ids({ states: ["open", "closed"], service: "shop", limit: 9 })).toEqual(["e", "d", "b", "a"]);
      expect(await ids({ states: null, service: "shop", environment: "perf", plan: "peak", limit: 9 })).toEqual([
        "b",
        "a",
      ]);
    });

    it("takes all entries or none", async () => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what no caller in TypeScript can pass
      const impossible = { ...ledgerEntry({ id: "b" }), state: null } as never;
      await expect(shared.first.put([ledgerEntry({ id: "a" }), impossible])).rejects.toThrow(/./u);
      expect(await ids({ states: null, limit: 9 })).toEqual([]);
    });
  });
}
