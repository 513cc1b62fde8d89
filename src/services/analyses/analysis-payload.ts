import { z } from "zod";
import { baselineSeriesSchema } from "../../contract/baseline-series.ts";
import { canonicalJson } from "../../contract/canonical-json.ts";
import type { Job } from "../../ports/job-queue.ts";

const payloadSchema = z.discriminatedUnion("of", [
  z.strictObject({
    of: z.literal("run"),
    runId: z.string(),
    /** Empty: those that the run was judged by. */
    slos: z.array(z.strictObject({ text: z.string(), file: z.string() })),
    /** null: those that were frozen. */
    baselines: baselineSeriesSchema.nullable(),
    actor: z.string(),
  }),
  z.strictObject({
    of: z.literal("upload"),
    upload: z.strictObject({
      directory: z.string(),
      resultsFile: z.string(),
      sloFiles: z.array(z.string()),
      baselinesFile: z.string().nullable(),
      service: z.string(),
      environment: z.string().nullable(),
      unpackedBytes: z.number(),
    }),
    actor: z.string(),
  }),
]);

/** What a job of kind `analyse` is to do. */
export type AnalysisPayload = z.infer<typeof payloadSchema>;

export function writeAnalysisPayload(payload: AnalysisPayload): string {
  return canonicalJson(payload);
}

/** Throws where another version of the service wrote it. */
export function readAnalysisPayload({ payload }: Pick<Job, "payload">): AnalysisPayload {
  return payloadSchema.parse(JSON.parse(payload));
}
