import type { LedgerEntry } from "../contract/ledger.ts";
import type { RunFamily } from "./run-store.ts";

/** Regressions that runs found, from the run that found them to the one that no longer sees them. Safe with several processes. */
export interface Ledger {
  /** Inserts, or replaces entries of the same id; all of them or none. */
  put(entries: readonly LedgerEntry[]): Promise<void>;
  get(id: string): Promise<LedgerEntry | null>;
  /** Newest by `openedAt` first. */
  list(filter: LedgerFilter): Promise<readonly LedgerEntry[]>;
}

export interface LedgerFilter extends Partial<RunFamily> {
  /** null: closed ones too. */
  readonly states: readonly LedgerEntry["state"][] | null;
  readonly limit: number;
}
