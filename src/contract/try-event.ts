import { z } from "zod";

/** What a script in try mode tells of its one iteration, one JSON object a log line behind `tryEventPrefix`. Masked columns are already "***" in it. */
export const tryEventPrefix = "PERF_AGENT_TRY ";

export const tryEventSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("request"),
    scenario: z.string(),
    endpoint: z.string(),
    method: z.string(),
    url: z.string(),
    requestHeaders: z.record(z.string(), z.string()),
    /** At most 2,000 characters. */
    requestBody: z.string().nullable(),
    status: z.number(),
    error: z.string().nullable(),
    responseHeaders: z.record(z.string(), z.string()),
    /** At most 2,000 characters. */
    responseBody: z.string().nullable(),
    responseBytes: z.number(),
    durationMs: z.number(),
    expectations: z.array(z.strictObject({ text: z.string(), held: z.boolean() })),
    extracted: z.array(z.strictObject({ name: z.string(), value: z.json(), found: z.boolean() })),
    failed: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("think"), scenario: z.string(), ms: z.number() }),
  z.strictObject({
    kind: z.literal("row"),
    scenario: z.string(),
    dataSet: z.string(),
    /** Counts from 0. */
    row: z.number(),
    values: z.record(z.string(), z.json()),
  }),
  z.strictObject({ kind: z.literal("end"), scenario: z.string(), failed: z.boolean() }),
]);
export type TryEvent = z.infer<typeof tryEventSchema>;
