import { z } from "zod";
import { approvableSchema } from "./approval.ts";
import { runPurposes } from "./run.ts";

/**
 * How a run was asked for: `request.json` of its folder, so that it can be repeated. Paths are absolute. Values of secrets are no
 * part of a request: plans name where they are read from.
 */
export const askedRunSchema = z.strictObject({
  schemaVersion: z.literal(1),
  purpose: z.enum(runPurposes),
  planFile: z.string(),
  /** Empty: the file beside the plan, or the platform's defaults. */
  sloFiles: z.array(z.string()),
  /** null: the file beside the plan. */
  policyFile: z.string().nullable(),
  /** null: the plan's own target. */
  environment: z.string().nullable(),
  overrides: z.array(z.string()),
  /** null: the environment's. */
  baseUrl: z.string().nullable(),
  /** Of an edited script; null: the generated one was run. */
  scriptDirectory: z.string().nullable(),
  keepSamples: z.boolean(),
  /** From the command line, without those of the plan. */
  tags: z.record(z.string(), z.string()),
  /** What an approval binds: a repetition is one only where all of it is equal. */
  approvable: approvableSchema,
});
export type AskedRun = z.infer<typeof askedRunSchema>;
