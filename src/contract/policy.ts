import { z } from "zod";

/** The policy in force: product ∩ machine ∩ project, units resolved. */
export const environmentSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(["local", "staging", "perf", "production"]),
  baseUrl: z.string().nullable(),
  others: z.record(z.string(), z.string()),
  /** Host names; "*.x" matches any depth below x. */
  hosts: z.array(z.string()),
  /** CIDR ranges. */
  ranges: z.array(z.string()),
  tlsCaFile: z.string().nullable(),
  /** The layer that declared it counts: loopback, the machine's file, or a trusted project file. */
  trusted: z.boolean(),
});
export type Environment = z.infer<typeof environmentSchema>;

/** A share of requests over a sliding window that stops a run. */
export const fuseSchema = z.strictObject({ share: z.number(), everyMs: z.number() });

export const policySchema = z.strictObject({
  schemaVersion: z.literal(1),
  limits: z.strictObject({
    vus: z.number(),
    ratePerSecond: z.number().nullable(),
    requests: z.number().nullable(),
    writes: z.number().nullable(),
    durationMs: z.number(),
  }),
  environments: z.array(environmentSchema),
  cost: z.strictObject({
    currency: z.string(),
    perVuHour: z.number(),
    /** null: no cap. */
    perRun: z.number().nullable(),
    alertAt: z.number(),
  }),
  stop: z.strictObject({ errors: fuseSchema.nullable(), connectionFailures: fuseSchema.nullable() }),
  review: z.strictObject({
    selfApprove: z.array(z.string()),
    approvals: z.record(z.string(), z.number()),
    directory: z.string(),
  }),
  /** Where each layer came from, for `plan` and `doctor`. */
  sources: z.array(
    z.strictObject({
      layer: z.enum(["product", "machine", "project"]),
      file: z.string().nullable(),
      sha256: z.string().nullable(),
    }),
  ),
});
export type Policy = z.infer<typeof policySchema>;

/** One rule of the guard with what it saw. */
export const guardReasonSchema = z.strictObject({
  rule: z.string(),
  outcome: z.enum(["allow", "warn", "refuse"]),
  /** Error code of a refusal. */
  code: z.string().nullable(),
  text: z.string(),
});
export const guardDecisionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  decision: z.enum(["allow", "refuse"]),
  reasons: z.array(guardReasonSchema),
  /** What the engine is held to. */
  enforcement: z.strictObject({
    /** Host name to "address" pins. */
    pins: z.record(z.string(), z.string()),
    allowedAddresses: z.array(z.string()),
    /** Complement of the allowed addresses, CIDR. */
    blockedRanges: z.array(z.string()),
    blockedHostnames: z.array(z.string()),
    maxVus: z.number(),
    maxDurationMs: z.number(),
    maxRatePerSecond: z.number().nullable(),
  }),
  cost: z.strictObject({ estimated: z.number(), limit: z.number().nullable(), currency: z.string() }),
});
export type GuardDecision = z.infer<typeof guardDecisionSchema>;
