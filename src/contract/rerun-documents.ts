import { z } from "zod";
import { calibrationSchema } from "./calibration.ts";
import { seriesNameSchema } from "./ledger.ts";
import { runDocumentSchema } from "./run.ts";

/** `confirm --json` */
export const confirmDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Of the last rerun's verdict; 0 when there was nothing to confirm. */
  exitCode: z.number(),
  /** The run that was to be confirmed, and what was suspected in it. */
  confirms: z.strictObject({ runId: z.string(), suspected: z.array(seriesNameSchema) }),
  outcome: z.enum(["confirmed", "not-confirmed", "not-settled", "nothing-to-confirm"]),
  /** Executions in which a regression must be suspected, the confirmed run among them. */
  times: z.number(),
  /** What was suspected in every execution. */
  confirmed: z.array(seriesNameSchema),
  /** Reruns, in the order in which they were made. */
  reruns: z.array(z.string()),
  /** The last rerun; null: there was none. */
  run: runDocumentSchema.nullable(),
});
export type ConfirmDocument = z.infer<typeof confirmDocumentSchema>;

/** `calibrate --json` */
export const calibrateDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** 0; 4 when too few runs can be used; 130 and 143 after a signal. */
  exitCode: z.number(),
  /** Runs that were asked for. */
  asked: z.number(),
  /** Runs that do not count, each with its reason. */
  unusable: z.array(z.strictObject({ runId: z.string(), why: z.string() })),
  /** null: too few runs can be used. */
  calibration: calibrationSchema.nullable(),
});
export type CalibrateDocument = z.infer<typeof calibrateDocumentSchema>;
