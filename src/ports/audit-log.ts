/** Who did what, and what was decided about it. */
export interface AuditEntry {
  /** Epoch ms. */
  readonly at: number;
  readonly actor: string;
  readonly action:
    | "submit-plan"
    | "approve"
    | "reject"
    | "trust"
    | "run"
    | "queue-run"
    | "tag-run"
    | "try"
    | "stop"
    | "recover"
    | "clean-up"
    | "pin-baseline"
    | "unpin-baseline"
    | "drop-baseline"
    | "analyse"
    | "import-results"
    | "import-baselines"
    | "answer-recommendation"
    | "accept-regression"
    | "reopen-regression"
    | "issue-token"
    | "revoke-token";
  readonly outcome: "allowed" | "refused" | "done";
  /** null where there is no run yet. */
  readonly runId: string | null;
  /** What it was done to, such as "checkout-peak on perf". */
  readonly subject: string;
  /** Each decision's reason, one sentence each. */
  readonly reasons: readonly string[];
}

/** Append-only. */
export interface AuditLog {
  record(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(filter: { runId?: string; limit: number }): Promise<readonly AuditEntry[]>;
}
