import { z } from "zod";

/** The load as it will be, computed from the plan alone. `exact: false` marks an upper bound (closed models: from think times). */
export const countSchema = z.strictObject({ count: z.number(), exact: z.boolean() });
export type Count = z.infer<typeof countSchema>;

export const spanSchema = z.strictObject({ fromMs: z.number(), toMs: z.number() });

export const scenarioPreviewSchema = z.strictObject({
  name: z.string(),
  model: z.enum(["open", "closed", "iterations"]),
  peakVus: z.number(),
  /** Iterations started per second at the peak; null where the model does not fix a rate. */
  peakRatePerSecond: z.number().nullable(),
  /** Why an open model has this many virtual users; null for other models. */
  maxVusReason: z.string().nullable(),
  /** null: no bound can be computed (a closed model without think time). */
  iterations: countSchema.nullable(),
  requests: countSchema.nullable(),
  writes: countSchema.nullable(),
  startMs: z.number(),
  /** End of the last stage. */
  endMs: z.number(),
  drainMs: z.number(),
  /** From the start of the run, as the other times here. */
  hold: spanSchema.nullable(),
});

/** Times are milliseconds from the start of the run. */
export const loadPreviewSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Over all overlapping scenarios, drains included: an engine allocates this many. */
  peakVus: z.number(),
  peakRatePerSecond: z.number().nullable(),
  /** To the end of the last stage. */
  durationMs: z.number(),
  /** With drains: the longest the engine may take. */
  maxDurationMs: z.number(),
  iterations: countSchema.nullable(),
  requests: countSchema.nullable(),
  writes: countSchema.nullable(),
  hosts: z.array(z.string()),
  data: z.array(
    z.strictObject({
      dataSet: z.string(),
      /** Rows that the load takes; null: cannot be computed. */
      needed: countSchema.nullable(),
      available: z.number(),
      atEnd: z.enum(["refuse", "recycle", "stop"]),
    }),
  ),
  scenarios: z.array(scenarioPreviewSchema),
  /** Corner points of the load over time. */
  timeline: z.array(z.strictObject({ atMs: z.number(), vus: z.number(), ratePerSecond: z.number() })),
  /** Peak virtual users times longest duration, the unit of cost. */
  vuHours: z.number(),
  /** The part in which every scenario holds; null: they never do together. */
  judged: spanSchema.nullable(),
});
export type LoadPreview = z.infer<typeof loadPreviewSchema>;
