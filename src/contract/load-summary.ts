import { z } from "zod";
import { countSchema } from "./load-preview.ts";

/** What a plan does to its target, in the figures that a reviewer asks for. Durations in milliseconds. */
export const loadSummarySchema = z.strictObject({
  peakVus: z.number(),
  peakRatePerSecond: z.number().nullable(),
  /** With drains: the longest the run may take. */
  maxDurationMs: z.number(),
  /** null: no bound can be computed. */
  requests: countSchema.nullable(),
  writes: countSchema.nullable(),
  hosts: z.array(z.string()),
  data: z.array(z.strictObject({ name: z.string(), rows: z.number(), sha256: z.string() })),
  cost: z.strictObject({ estimated: z.number(), currency: z.string() }),
  scenarios: z.array(
    z.strictObject({
      name: z.string(),
      model: z.string(),
      peakVus: z.number(),
      ratePerSecond: z.number().nullable(),
      endMs: z.number(),
    }),
  ),
  endpoints: z.array(z.strictObject({ name: z.string(), method: z.string(), target: z.string(), writes: z.boolean() })),
});
export type LoadSummary = z.infer<typeof loadSummarySchema>;
