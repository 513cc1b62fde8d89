import type { LeasedJob } from "../../ports/job-queue.ts";
import type { Service } from "../service.ts";

interface JobContext {
  /** The service is being stopped: come to an end soon. */
  readonly stopping: AbortSignal;
  /** The lease was lost: somebody else has the job now. */
  readonly lost: AbortSignal;
}

/**
 * Does the jobs of one kind. What it throws is the job's problem. null: it cannot be done now; the job comes free when its lease ends, and is
 * taken up again then.
 */
export type JobHand = (
  service: Service,
  job: LeasedJob,
  context: JobContext,
) => Promise<{ readonly runId: string | null } | null>;
