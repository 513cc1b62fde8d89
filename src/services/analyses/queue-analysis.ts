import type { Service } from "../service.ts";
import { writeAnalysisPayload, type AnalysisPayload } from "./analysis-payload.ts";

/** Puts a long analysis into the queue. The same key with the same request gives the job that is there. Throws PA_IDEMPOTENCY. */
export async function queueAnalysis(
  service: Pick<Service, "store" | "system" | "clock" | "live">,
  payload: AnalysisPayload,
  idempotencyKey: string | null,
): Promise<{ readonly jobId: string }> {
  const { jobs } = await service.store();
  const { job, isNew } = await jobs.put(
    {
      jobId: `job-${service.system.randomHex(16)}`,
      kind: "analyse",
      lane: payload.of === "run" ? `analyses of ${payload.runId}` : null,
      payload: writeAnalysisPayload(payload),
      createdBy: payload.actor,
      createdAt: service.clock.now(),
      runId: payload.of === "run" ? payload.runId : null,
    },
    idempotencyKey,
  );
  if (isNew) service.live.wakeJobs();
  return { jobId: job.jobId };
}
