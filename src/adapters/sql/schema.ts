import type { Generated } from "kysely";
import type { AuditEntry } from "../../ports/audit-log.ts";

/** Portable columns only: text ids, epoch milliseconds as integers, JSON as text. */
export interface RunTable {
  run_id: string;
  started_at: number;
  service: string;
  environment: string;
  plan_name: string;
  state: string;
  verdict: string | null;
  fingerprint: string;
  directory: string;
  document: string | null;
}

export interface BaselineTable {
  id: Generated<number>;
  run_id: string;
  service: string;
  fingerprint: string;
  started_at: number;
  verdict: string;
  value: string;
}

export interface OutboxTable {
  /** Ascends in the order of `put`. */
  position: Generated<number>;
  id: string;
  sink: string;
  created_at: number;
  /** Emptied on delivery: the row then only remembers the id. */
  body: string;
  state: "waiting" | "delivered" | "given-up";
  failures: number;
  not_before: number;
  /** 0: not leased. */
  leased_until: number;
  why: string | null;
}

export interface AuditTable {
  /** Ascends in the order of recording, which clocks do not. */
  position: Generated<number>;
  at: number;
  actor: string;
  action: AuditEntry["action"];
  outcome: AuditEntry["outcome"];
  run_id: string | null;
  subject: string;
  /** JSON array of texts. */
  reasons: string;
}

export interface Schema {
  run: RunTable;
  baseline: BaselineTable;
  outbox: OutboxTable;
  audit: AuditTable;
}
