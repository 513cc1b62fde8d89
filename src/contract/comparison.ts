import { z } from "zod";
import { baselineRunSchema } from "./baseline.ts";
import { calibrationSchema } from "./calibration.ts";
import { ledgerEntrySchema, seriesNameSchema } from "./ledger.ts";

export const comparisonStatuses = [
  "regression-confirmed",
  "regression-suspected",
  "improved",
  "no-regression",
  "inconclusive",
  "environment-shift",
  "provisional",
  "no-baseline",
] as const;
export type ComparisonStatus = (typeof comparisonStatuses)[number];

/** The smallest changes that matter. Latency: the larger of share and milliseconds. */
export const comparisonRulesSchema = z.strictObject({
  /** Share of the value before, for p50, p90 and p95; p99 takes twice as much. */
  atLeast: z.number(),
  atLeastMs: z.number(),
  /** Error rate, as a difference of fractions. */
  atLeastErrors: z.number(),
  /** A comparison without a conclusion makes the verdict inconclusive. */
  demand: z.boolean(),
});
export type ComparisonRules = z.infer<typeof comparisonRulesSchema>;

export const defaultComparisonRules: ComparisonRules = {
  atLeast: 0.05,
  atLeastMs: 1,
  atLeastErrors: 0.005,
  demand: false,
};

/** Everything a run is compared with, frozen into its bundle before it starts. */
export const comparisonBasisSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** SHA-256 over what must be equal for runs to be comparable. */
  fingerprint: z.string(),
  traits: z.record(z.string(), z.string()).default({}),
  /** Comparable runs, newest first, at most 30, none before the last accepted change. */
  runs: z.array(baselineRunSchema),
  /** Earlier runs of the same plan that do not count, newest first, at most 20, each with its reasons as sentences. */
  excluded: z.array(z.strictObject({ runId: z.string(), startedAt: z.number(), why: z.array(z.string()) })).default([]),
  /** Runs before this moment (epoch ms) do not count. */
  cut: z.strictObject({ at: z.number(), why: z.string() }).nullable().default(null),
  /** The pinned run that slow drift is measured against. */
  anchor: z.strictObject({ label: z.string(), run: baselineRunSchema }).nullable().default(null),
  /** Regressions that somebody accepted, and whose acceptance holds. */
  accepted: z.array(ledgerEntrySchema).default([]),
  /** Regressions whose acceptance ended: they count again until the level before is back. */
  expired: z.array(ledgerEntrySchema).default([]),
  calibration: calibrationSchema.nullable().default(null),
  /** The run that this one repeats, and what was suspected there. */
  confirms: z
    .strictObject({ runId: z.string(), suspected: z.array(seriesNameSchema) })
    .nullable()
    .default(null),
});
export type ComparisonBasis = z.infer<typeof comparisonBasisSchema>;

export const comparisonSchema = z.strictObject({
  endpoint: z.string(),
  scenario: z.string(),
  statistic: z.string(),
  status: z.enum(comparisonStatuses),
  before: z.number().nullable(),
  after: z.number().nullable(),
  unit: z.enum(["ms", "fraction", "per-second"]),
  /** Share of the value before; of error rates the difference of fractions. */
  effect: z.number().nullable(),
  /** 95 %. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  p: z.number().nullable(),
  /** Benjamini and Hochberg's, within the family of this statistic; null: not tested. */
  pAdjusted: z.number().nullable().default(null),
  /** Smallest effect that this comparison would find with 90 % probability. */
  mde: z.number().nullable(),
  baselineRuns: z.number(),
  /** It counts for the verdict; others only describe what changed. */
  primary: z.boolean().default(true),
  /** Further baseline runs, or runs of this build, until the practical threshold would be found; a null inside: no number would do. */
  needs: z
    .strictObject({ baselines: z.number().nullable(), candidates: z.number().nullable() })
    .nullable()
    .default(null),
  /** What to know about it, as sentences: no spread, two modes, few samples. */
  notes: z.array(z.string()).default([]),
  /** Id of the ledger entry under which it was accepted. */
  accepted: z.string().nullable().default(null),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** What comparisons of one run say together: one headline for endpoints that moved together. */
export const findingSchema = z.strictObject({
  kind: z.enum(["regression", "improvement", "environment-shift", "drift", "mix-shift"]),
  status: z.enum(comparisonStatuses),
  scope: z.enum(["endpoint", "group", "service"]),
  /** One sentence with effect, interval and what the run could see. */
  text: z.string(),
  series: z.array(seriesNameSchema),
  /** Median over the series. */
  effect: z.number(),
  /** It informs only: the environment is not calibrated, or somebody accepted it. */
  advisory: z.boolean(),
});
export type Finding = z.infer<typeof findingSchema>;

/** What a run was compared with, for people. */
export const basisSummarySchema = z.strictObject({
  runs: z.number(),
  oldestAt: z.number().nullable(),
  newestAt: z.number().nullable(),
  excluded: z.array(z.strictObject({ runId: z.string(), why: z.array(z.string()) })),
  cut: z.strictObject({ at: z.number(), why: z.string() }).nullable(),
  anchor: z.strictObject({ label: z.string(), runId: z.string(), startedAt: z.number() }).nullable(),
  /** Change of every p95 since the anchor, as a share. */
  drift: z.array(z.strictObject({ ...seriesNameSchema.shape, effect: z.number() })),
  /** A/A runs or ten comparable runs: a confirmed regression fails the run. */
  calibrated: z.boolean(),
  confirms: z.string().nullable(),
});
export type BasisSummary = z.infer<typeof basisSummarySchema>;
