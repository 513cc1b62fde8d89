import { z } from "zod";
import { verdictNames } from "./verdict-name.ts";

/** The control probe: what is timed in every run beside the load, so that a slower machine is not taken for a slower service. */
export const controlSchema = z.strictObject({
  /** One round of a fixed loop of arithmetic on the generator, ms: the smaller of the medians before and after the load. */
  cpuMs: z.number(),
  /** Connecting to the target, ms, the same; null: not measured. */
  connectMs: z.number().nullable(),
});
export type Control = z.infer<typeof controlSchema>;

const endpointSchema = z.strictObject({
  scenario: z.string(),
  endpoint: z.string(),
  requests: z.number(),
  failedRequests: z.number(),
  ratePerSecond: z.number(),
  /** Milliseconds, over the judged part. */
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
  /** Distribution of latency as text (histogram-text.ts); null: not kept. */
  histogram: z.string().nullable().default(null),
});
export type BaselineEndpoint = z.infer<typeof endpointSchema>;
/** The percentiles that are kept of an endpoint. */
export type PerQuantile = Pick<BaselineEndpoint, "p50" | "p90" | "p95" | "p99">;

/** Endpoints that were stored or exported before hold `errors`, standard errors inside the run, which nothing asks any more. */
const baselineEndpointSchema = z.preprocess((value) => {
  if (typeof value !== "object" || value === null || !("errors" in value)) return value;
  const { errors: _, ...rest } = value;
  return rest;
}, endpointSchema);

/** One earlier run as a comparison needs it; frozen into the bundle. Fields with defaults are missing in runs of earlier versions. */
export const baselineRunSchema = z.strictObject({
  runId: z.string(),
  /** Epoch ms. */
  startedAt: z.number(),
  verdict: z.enum(verdictNames),
  /** sha256 over what must be equal for runs to be comparable. */
  fingerprint: z.string(),
  /** What the fingerprint is made of, a short text or digest by name, so that a difference can be told. */
  traits: z.record(z.string(), z.string()).default({}),
  environment: z.string().default(""),
  plan: z.string().default(""),
  tags: z.record(z.string(), z.string()),
  /** Length of the judged part. */
  judgedMs: z.number().nullable().default(null),
  /**
   * Iterations that each scenario of the open model started, per second of its load. In a closed model the rate is an outcome of the latency,
   * and would take every earlier run for another load as soon as the service is slower.
   */
  scenarios: z.array(z.strictObject({ name: z.string(), ratePerSecond: z.number() })).default([]),
  /** What each objective observed, by its name, for criteria that are relative to earlier runs. */
  objectives: z.array(z.strictObject({ name: z.string(), observed: z.number() })).default([]),
  control: controlSchema.nullable().default(null),
  endpoints: z.array(baselineEndpointSchema),
});
export type BaselineRun = z.infer<typeof baselineRunSchema>;
