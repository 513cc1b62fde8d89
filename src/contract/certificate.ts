import { z } from "zod";
import { guardReasonSchema } from "./policy.ts";

/** One start of the engine within a run. All attempts share one budget of time, cost, requests and writes. */
export const attemptSchema = z.strictObject({
  /** Counts from 1. */
  number: z.number(),
  profile: z.enum(["full", "reduced", "cleanup"]),
  /** Share of the plan's load: 1 in a full attempt. */
  share: z.number(),
  /** Epoch ms. */
  startedAt: z.number(),
  finishedAt: z.number(),
  result: z.enum(["finished", "stopped", "engine-failed"]),
  /** Why it ended, one sentence. */
  text: z.string(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** Connections of the engine's process as the operating system shows them, looked at about once a second. */
export const connectionsSchema = z.strictObject({
  /** Most that were open at one look. */
  peak: z.number(),
  /** "address:port" of every peer seen, sorted, at most 100. */
  sockets: z.array(z.string()),
});
export type ObservedConnections = z.infer<typeof connectionsSchema>;

/**
 * What a run was allowed, how that was enforced, and what was observed: part of every report, so that the owner of a target can see
 * what was done to it. `certificate.json` of the run folder.
 */
export const certificateSchema = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.string(),
  allowed: z.strictObject({
    environment: z.string(),
    kind: z.string(),
    /** Host name to address, as pinned. */
    pins: z.record(z.string(), z.string()),
    sockets: z.array(z.string()),
    vus: z.number(),
    durationMs: z.number(),
    ratePerSecond: z.number().nullable(),
    requests: z.number().nullable(),
    writes: z.number().nullable(),
    connections: z.number(),
    cost: z.number().nullable(),
    /** Share of `cost` at which an alert is given. */
    alertAt: z.number(),
    currency: z.string(),
    review: z.strictObject({
      /** Hash that the approval binds. */
      sha256: z.string(),
      /** null: the environment lets its users approve by running. */
      approvals: z.array(z.strictObject({ by: z.string(), at: z.string(), key: z.string().nullable() })).nullable(),
    }),
  }),
  /** `by`: who holds the rule. `watch` stops the run within about a second instead of preventing. */
  enforced: z.array(
    z.strictObject({
      what: z.string(),
      how: z.string(),
      by: z.enum(["engine", "operating-system", "watch", "review"]),
    }),
  ),
  /** What this certificate does not say, each one sentence. */
  caveats: z.array(z.string()),
  observed: z.strictObject({
    /** Over all attempts, from the engine's samples; 0: the engine told no number. */
    peakVus: z.number(),
    requests: z.number(),
    writes: z.number(),
    /** Requests of the busiest 10 s, divided by 10. */
    peakRatePerSecond: z.number(),
    /** From the start of the first attempt to the end of the last one, clean-up included. */
    durationMs: z.number(),
    cost: z.number(),
    blockedDials: z.number(),
    /** null: the system does not tell. */
    connections: connectionsSchema.nullable(),
    /** Iterations under way that the stop cut off; null: not known. */
    cutIterations: z.number().nullable(),
    /** What the clean-up left behind, as the plan's leftovers check counts; null: the plan has none or it did not answer. */
    leftovers: z.number().nullable(),
    attempts: z.array(attemptSchema),
  }),
  decisions: z.array(guardReasonSchema),
});
export type Certificate = z.infer<typeof certificateSchema>;
