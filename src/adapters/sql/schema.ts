import type { Generated } from "kysely";
import type { LedgerEntry } from "../../contract/ledger.ts";
import type { VerdictName } from "../../contract/verdict-name.ts";
import type { AuditEntry } from "../../ports/audit-log.ts";
import type { Job } from "../../ports/job-queue.ts";
import type { PlanReviewEntry, ShelvedPlan } from "../../ports/plan-shelf.ts";

/** Portable columns only: text ids, epoch milliseconds as integers, JSON as text. */
export interface RunTable {
  run_id: string;
  started_at: number;
  finished_at: number | null;
  service: string;
  environment: string;
  plan_name: string;
  state: string;
  verdict: string | null;
  fingerprint: string;
  directory: string;
  /** JSON object of texts. */
  tags: string;
  reason: string | null;
  /** 1: somebody changed the tags after the run. */
  retagged: number;
}

/** Apart from the run: a document is a hundred times as large as everything that a list of runs reads. */
export interface RunDocumentTable {
  run_id: string;
  document: string;
}

export interface RunTagTable {
  run_id: string;
  name: string;
  value: string;
}

export interface BaselineTable {
  id: Generated<number>;
  run_id: string;
  service: string;
  fingerprint: string;
  started_at: number;
  verdict: VerdictName;
  value: string;
  environment: string;
  plan: string;
  /** Tag `commit`. */
  commit_tag: string | null;
  endpoints: number;
}

export interface BaselineTagTable {
  baseline_id: number;
  name: string;
  value: string;
}

export interface SeriesTable {
  id: Generated<number>;
  service: string;
  environment: string;
  plan: string;
  scenario: string;
  endpoint: string;
}

/** One run in one series. What belongs to the run as a whole stands in its baseline, once. */
export interface PointTable {
  series_id: number;
  started_at: number;
  baseline_id: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  requests: number;
  failed: number;
  rate: number;
}

export interface LedgerTable {
  id: string;
  service: string;
  environment: string;
  plan: string;
  state: LedgerEntry["state"];
  opened_at: number;
  value: string;
}

export interface PinTable {
  run_id: string;
  service: string;
  environment: string;
  plan: string;
  label: string;
  pinned_by: string;
  pinned_at: number;
}

export interface CalibrationTable {
  fingerprint: string;
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

export interface JobTable {
  /** Ascends in the order of `put`. */
  position: Generated<number>;
  job_id: string;
  kind: Job["kind"];
  lane: string | null;
  state: Job["state"];
  payload: string;
  created_by: string;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  run_id: string | null;
  /** JSON of why it failed. */
  problem: string | null;
  idempotency_key: string | null;
  /** 0: not leased. */
  leased_until: number;
}

export interface ShelvedPlanTable {
  plan_id: string;
  hash: string;
  name: string;
  service: string;
  environment: string;
  author: string;
  created_at: number;
  guard: ShelvedPlan["guard"];
  /** JSON array of texts. */
  overrides: string;
}

export interface PlanReviewTable {
  /** Ascends in the order of recording. */
  position: Generated<number>;
  plan_id: string;
  hash: string;
  reviewer: string;
  at: number;
  outcome: PlanReviewEntry["outcome"];
  comment: string | null;
}

export interface ApiTokenTable {
  id: string;
  sha256: string;
  name: string;
  /** JSON array of roles. */
  roles: string;
  created_by: string;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface AnswerTable {
  run_id: string;
  recommendation_id: string;
  /** 1: yes, 0: no. */
  accepted: number;
  answered_by: string;
  answered_at: number;
  comment: string | null;
}

export interface Schema {
  run: RunTable;
  run_document: RunDocumentTable;
  run_tag: RunTagTable;
  baseline: BaselineTable;
  baseline_tag: BaselineTagTable;
  series: SeriesTable;
  point: PointTable;
  ledger: LedgerTable;
  pin: PinTable;
  calibration: CalibrationTable;
  outbox: OutboxTable;
  audit: AuditTable;
  job: JobTable;
  shelved_plan: ShelvedPlanTable;
  plan_review: PlanReviewTable;
  api_token: ApiTokenTable;
  answer: AnswerTable;
}
