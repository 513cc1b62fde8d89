import { z } from "zod";
import { seriesNameSchema } from "./ledger.ts";

/** What runs of the same build against themselves showed: how much figures differ although nothing changed. */
export const calibrationSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Of the plan, environment and engine that were calibrated. */
  fingerprint: z.string(),
  service: z.string(),
  environment: z.string(),
  plan: z.string(),
  /** Epoch ms. */
  at: z.number(),
  runIds: z.array(z.string()),
  series: z.array(
    z.strictObject({
      ...seriesNameSchema.shape,
      /** Robust scale (Qn) of ln value between the runs: the noise floor. */
      spread: z.number(),
      /** Smallest change, as a share, that one run against this many would find with 90 % probability. */
      mde: z.number(),
      /** Baseline runs after which one run would find the practical threshold; null: none do, the spread is too large. */
      runsNeeded: z.number().nullable(),
    }),
  ),
});
export type Calibration = z.infer<typeof calibrationSchema>;
