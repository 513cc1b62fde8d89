/** Long work of the service, kept until it is done. */
export interface Job {
  readonly jobId: string;
  readonly kind: "run" | "analyse";
  /** Jobs of one lane are done one after the other, in the order they came: the environment of a run. null: no lane. */
  readonly lane: string | null;
  readonly state: "queued" | "running" | "done" | "failed";
  /** JSON text, understood by the kind. */
  readonly payload: string;
  readonly createdBy: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Run that it makes or judges. */
  readonly runId: string | null;
  /** Why it failed. */
  readonly problem: { readonly code: string; readonly text: string; readonly remedy: string } | null;
}

export interface LeasedJob extends Job {
  /** Epoch ms; also tells this lease from a later one. */
  readonly leasedUntil: number;
}

/** A durable queue, safe with several processes. What a dead process held comes free when its lease ends. */
export interface JobQueue {
  /**
   * Puts a job at the end. `idempotencyKey`, with who asks, names a request: the same again within a day gives the job that is there,
   * `isNew` false. Throws PA_IDEMPOTENCY where the key came with another kind or `payload`. Jobs that were settled thirty days ago are forgotten.
   */
  put(
    job: Pick<Job, "jobId" | "kind" | "lane" | "payload" | "createdBy" | "createdAt" | "runId">,
    idempotencyKey: string | null,
  ): Promise<{ readonly job: Job; readonly isNew: boolean }>;
  /** Leases the oldest queued job whose lane has no running one; null: there is none. */
  lease(request: { readonly now: number; readonly leaseMs: number }): Promise<LeasedJob | null>;
  /** Keeps the lease, which is then that of `leasedUntil`; false when it was lost. */
  heartbeat(job: LeasedJob, leasedUntil: number): Promise<boolean>;
  /** Nothing happens where the lease was lost. */
  settle(
    job: LeasedJob,
    end: { readonly at: number; readonly problem: Job["problem"]; readonly runId: string | null },
  ): Promise<void>;
  /**
   * Looks for running jobs whose lease has ended. Those of kind `analyse` are queued again. Runs are not: each is leased to one caller anew,
   * who writes how it ended and settles it.
   */
  expire(request: { readonly now: number; readonly leaseMs: number }): Promise<readonly LeasedJob[]>;
  /** Takes a queued job out; false when it is not queued any more. */
  cancel(jobId: string, end: { readonly at: number; readonly problem: Job["problem"] }): Promise<boolean>;
  get(jobId: string): Promise<Job | null>;
  /** The job that makes a run; null: none does. */
  ofRun(runId: string): Promise<Job | null>;
  /** Newest first. */
  list(filter: { readonly states: readonly Job["state"][]; readonly limit: number }): Promise<readonly Job[]>;
  /** Jobs of its lane that are queued before it or running; 0 for one that is not queued itself. */
  ahead(jobId: string): Promise<number>;
}
