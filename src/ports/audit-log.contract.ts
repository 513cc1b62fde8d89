import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditEntry, AuditLog } from "./audit-log.ts";

function entry(subject: string, changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: 1_700_000_000_000,
    actor: "anna",
    action: "run",
    outcome: "allowed",
    runId: null,
    subject,
    reasons: [],
    ...changes,
  };
}

/** What every audit log promises; each adapter runs it. `second` sees what `first` recorded, as another process does. */
export function auditLogContract(
  open: () => Promise<{ first: AuditLog; second: AuditLog; close(): Promise<void> }>,
): void {
  describe("an audit log", () => {
    let shared: { first: AuditLog; second: AuditLog; close(): Promise<void> };
    beforeEach(async () => {
      shared = await open();
    });
    afterEach(() => shared.close());

    it("gives back what was recorded, to every process", async () => {
      const refused = entry("checkout-peak on perf", {
        action: "approve",
        outcome: "refused",
        runId: "r1",
        reasons: ["1,200 VUs are more than 1,000", 'a "quoted" reason\nof two lines', ""],
      });
      await shared.first.record(refused);
      expect(await shared.second.list({ limit: 9 })).toEqual([refused]);
    });

    it("lists the newest first, in the order of recording, whatever the clock said", async () => {
      await shared.first.record(entry("one", { at: 30 }));
      await shared.second.record(entry("two", { at: 10 }));
      await shared.first.record(entry("three", { at: 20 }));
      const subjects = (await shared.first.list({ limit: 2 })).map(({ subject }) => subject);
      expect(subjects).toEqual(["three", "two"]);
    });

    it("finds the entries of one run", async () => {
      await shared.first.record(entry("one", { runId: "r1" }));
      await shared.first.record(entry("two", { runId: "r2" }));
      await shared.first.record(entry("three"));
      await shared.first.record(entry("four", { runId: "r1" }));
      const subjects = (await shared.first.list({ runId: "r1", limit: 9 })).map(({ subject }) => subject);
      expect(subjects).toEqual(["four", "one"]);
    });

    it("keeps an entry twice that was recorded twice", async () => {
      await Promise.all([shared.first, shared.second].map((log) => log.record(entry("same"))));
      expect(await shared.first.list({ limit: 9 })).toHaveLength(2);
    });
  });
}
