import type { JobResource } from "../../contract/api/runs.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Service } from "../service.ts";

/** A job as those see it who wait for it. Throws PA_JOB_NOT_FOUND. */
export async function showJob(service: Service, jobId: string): Promise<JobResource> {
  const job = await (await service.store()).jobs.get(jobId);
  if (job === null) throw PerfAgentError.of("PA_JOB_NOT_FOUND", `no job "${jobId}" is known here`);
  const { kind, state, createdAt, finishedAt, runId, problem } = job;
  return { jobId, kind, state, createdAt, finishedAt, runId, problem };
}
