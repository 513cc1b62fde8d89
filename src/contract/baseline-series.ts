import { z } from "zod";
import { baselineRunSchema } from "./baseline.ts";
import { calibrationSchema } from "./calibration.ts";
import { ledgerEntrySchema } from "./ledger.ts";

/** A run that somebody chose to measure slow drift against. */
export const pinSchema = z.strictObject({
  service: z.string(),
  environment: z.string(),
  plan: z.string(),
  runId: z.string(),
  label: z.string(),
  by: z.string(),
  /** Epoch ms. */
  at: z.number(),
});
export type Pin = z.infer<typeof pinSchema>;

/** Format of `baselines export|import` and of `run --baselines`. */
export const baselineSeriesSchema = z.strictObject({
  schemaVersion: z.literal(1),
  service: z.string(),
  runs: z.array(baselineRunSchema),
  /** What people and calibration said of these runs: taken by `baselines import` alone, as an acceptance can turn a verdict. */
  pins: z.array(pinSchema).default([]),
  /** Regressions that are not closed. */
  ledger: z.array(ledgerEntrySchema).default([]),
  calibrations: z.array(calibrationSchema).default([]),
});
export type BaselineSeries = z.infer<typeof baselineSeriesSchema>;
