import type { LedgerEntry } from "../contract/ledger.ts";

/** An open regression of checkout's p95, from 100 to 150 ms. */
export function ledgerEntry(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: "r1",
    service: "shop",
    environment: "perf",
    plan: "peak",
    scenario: "buy",
    endpoint: "checkout",
    statistic: "p95",
    state: "open",
    effect: 0.5,
    before: 100,
    after: 150,
    openedBy: "run-1",
    openedAt: 1000,
    lastSeenBy: "run-1",
    lastSeenAt: 1000,
    confirmedBy: null,
    commits: { from: null, to: null },
    acceptance: null,
    ...changes,
  };
}
