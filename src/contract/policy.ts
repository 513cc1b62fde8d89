import { z } from "zod";
import { comparisonRulesSchema, defaultComparisonRules } from "./comparison.ts";
import { runEventKinds } from "./run-event.ts";

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
  /** Path at which the environment itself states its name and kind before any load; null: it is not asked. */
  handshake: z.string().nullable(),
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
    /** Connections open at one time; null: twice what the virtual users need. */
    connections: z.number().nullable(),
    durationMs: z.number(),
  }),
  environments: z.array(environmentSchema),
  cost: z.strictObject({
    currency: z.string(),
    /** Prices of a unit: an hour of one virtual user, of the machine that generates load, of one virtual user in the vendor's cloud. */
    perVuHour: z.number(),
    perMachineHour: z.number(),
    perCloudVuHour: z.number(),
    /** null: no cap. */
    perRun: z.number().nullable(),
    alertAt: z.number(),
    /** Cap of what calls to language models may cost in one run, apart from `perRun`; null: no cap. */
    models: z.number().nullable(),
  }),
  stop: z.strictObject({ errors: fuseSchema.nullable(), connectionFailures: fuseSchema.nullable() }),
  review: z.strictObject({
    selfApprove: z.array(z.string()),
    approvals: z.record(z.string(), z.number()),
    directory: z.string(),
    /**
     * Name to public key ("ed25519:BASE64" of its SPKI form) whose approvals count; {}: nobody's. null: no layer that counts says
     * anything, and this machine's own key counts.
     */
    keys: z.record(z.string(), z.string()).nullable(),
    /** How long an approval holds. */
    expireMs: z.number(),
  }),
  /** After an engine that died twice: the share of the load that is tried last; null: nothing is. */
  retry: z.strictObject({ reducedTo: z.number().nullable() }),
  /** A second run on an environment in use waits for the first, up to `waitMs`, or is refused. */
  busy: z.strictObject({ action: z.enum(["queue", "refuse"]), waitMs: z.number() }),
  /** What finding real personal data, or production's hosts and credentials, in data sets does. */
  data: z.strictObject({ personal: z.enum(["warn", "refuse"]), production: z.enum(["warn", "refuse"]) }),
  notify: z.strictObject({
    webhooks: z.array(
      z.strictObject({
        url: z.string(),
        /** Name of the environment variable that holds the signing secret; null: unsigned. */
        secretEnv: z.string().nullable(),
        /** Kinds of run events that are sent; see RunEvent. */
        on: z.array(z.enum(runEventKinds)),
      }),
    ),
  }),
  /**
   * Environment variables that plans handed in to the service may read as secrets; null: no layer that counts says anything, and the
   * service gives none. The command line gives what its user's environment holds.
   */
  secrets: z.array(z.string()).nullable().default(null),
  /** What a comparison with earlier runs calls a change. */
  compare: comparisonRulesSchema.default(defaultComparisonRules),
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
    /** "address:port" (IPv6 in brackets) of the plan's URLs. The engine blocks by address alone; ports are watched. */
    allowedSockets: z.array(z.string()),
    /** Complement of the allowed addresses, CIDR. */
    blockedRanges: z.array(z.string()),
    blockedHostnames: z.array(z.string()),
    maxVus: z.number(),
    maxDurationMs: z.number(),
    maxRatePerSecond: z.number().nullable(),
    /** Open connections at one time. */
    maxConnections: z.number(),
    /** Over all attempts of the run; null: no cap. */
    maxRequests: z.number().nullable(),
    maxWrites: z.number().nullable(),
    /** Set from outside, so that no script can stretch them. */
    setupTimeoutMs: z.number(),
    teardownTimeoutMs: z.number(),
    summaryTimeoutMs: z.number(),
  }),
  cost: z.strictObject({
    estimated: z.number(),
    limit: z.number().nullable(),
    currency: z.string(),
    /** Share of the limit at which an alert is given. */
    alertAt: z.number(),
    parts: z.array(
      z.strictObject({
        unit: z.enum(["VU-hours", "machine-hours", "cloud VU-hours"]),
        quantity: z.number(),
        price: z.number(),
      }),
    ),
  }),
});
export type GuardDecision = z.infer<typeof guardDecisionSchema>;
