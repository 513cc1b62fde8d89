import { z } from "zod";
import { canonicalJson } from "../../contract/canonical-json.ts";
import type { Job } from "../../ports/job-queue.ts";

const runPayloadSchema = z.strictObject({
  planId: z.string(),
  /** Name of the plan. */
  plan: z.string(),
  service: z.string(),
  environment: z.string(),
  /** Who asked for the run. */
  author: z.string(),
  /** Those asked for, and those that the service gives. */
  tags: z.record(z.string(), z.string()),
});

/** What a job of kind `run` is to do. The run id is not in it: the same request gives the same payload. */
type RunPayload = z.infer<typeof runPayloadSchema>;

export function writeRunPayload(payload: RunPayload): string {
  return canonicalJson(payload);
}

/** Throws where another version of the service wrote it. */
export function readRunPayload({ payload }: Pick<Job, "payload">): RunPayload {
  return runPayloadSchema.parse(JSON.parse(payload));
}
