import { z } from "zod";

/** What a run whose load rises tells of the service's capacity. */
export const capacitySchema = z.strictObject({
  /** Levels of load, lowest first. */
  steps: z.array(
    z.strictObject({
      fromMs: z.number(),
      toMs: z.number(),
      /** Planned load: iterations a second, or virtual users. */
      offered: z.number(),
      unit: z.enum(["per-second", "vus"]),
      /** Requests a second that were answered. */
      throughput: z.number(),
      p50: z.number().nullable(),
      p95: z.number().nullable(),
      errorRate: z.number().nullable(),
      apdex: z.number().nullable(),
    }),
  ),
  /** T of the Apdex, ms. */
  apdexToleratedMs: z.number(),
  /** Load from which latency rises out of proportion, with its 95 % interval; null: not reached, `kneeText` says why. */
  knee: z.strictObject({ offered: z.number(), interval: z.tuple([z.number(), z.number()]) }).nullable(),
  kneeText: z.string(),
  /** Universal Scalability Law, only where the data identify it. */
  usl: z
    .strictObject({ lambda: z.number(), sigma: z.number(), kappa: z.number(), peakAt: z.number(), peak: z.number() })
    .nullable(),
});
export type Capacity = z.infer<typeof capacitySchema>;
