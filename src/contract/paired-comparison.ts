import { z } from "zod";
import { comparisonRulesSchema } from "./comparison.ts";
import { verdictNames } from "./verdict-name.ts";

/** What interleaved runs of two builds say of one figure; `no-slower`: the interval's upper end is below the smallest change that matters. */
export const pairedStatuses = ["slower", "faster", "no-slower", "inconclusive"] as const;
export type PairedStatus = (typeof pairedStatuses)[number];

export const pairedResultSchema = z.strictObject({
  scenario: z.string(),
  endpoint: z.string(),
  /** p50, p95, p99 (ms) or errors (fraction of requests). */
  statistic: z.string(),
  unit: z.enum(["ms", "fraction"]),
  status: z.enum(pairedStatuses),
  /** Mean over the pairs: geometric of latency, arithmetic of errors; null: no pair has both values. */
  before: z.number().nullable(),
  after: z.number().nullable(),
  /** Share of the value before; of errors the difference of fractions. */
  effect: z.number().nullable(),
  /** 95 %. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  /** One-sided, of a slowdown. */
  p: z.number().nullable(),
  /** Benjamini and Hochberg's, over the endpoints of the statistic. */
  pAdjusted: z.number().nullable(),
  /** Smallest effect that this many pairs find with 90 % probability. */
  mde: z.number().nullable(),
  pairs: z.number(),
  /** Pairs that would see the smallest change that matters; null: no number up to thirty would, or the spread is not known. */
  pairsNeeded: z.number().nullable(),
  /** It counts for the conclusion; others only describe what changed. */
  primary: z.boolean(),
});
export type PairedResult = z.infer<typeof pairedResultSchema>;

const pairedSideSchema = z.strictObject({
  /** As typed: name of an environment, or a base URL. */
  name: z.string(),
  environment: z.string(),
  baseUrl: z.string(),
});

/** `compare --paired A B --json`: runs of two builds in turns, judged by the differences of neighbours. */
export const pairedDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** 1: the second is slower; 4: inconclusive; 130 and 143 after a signal; else 0. */
  exitCode: z.number(),
  plan: z.string(),
  /** That drew the order of the runs. */
  seed: z.number(),
  before: pairedSideSchema,
  after: pairedSideSchema,
  conclusion: z.enum(pairedStatuses),
  /** Why, one sentence each. */
  reasons: z.array(z.string()),
  /** Pairs that were asked for, and those that count. */
  pairs: z.strictObject({ asked: z.number(), used: z.number() }),
  rules: comparisonRulesSchema,
  /** In the order in which they were made. */
  runs: z.array(
    z.strictObject({
      runId: z.string(),
      side: z.enum(["before", "after"]),
      /** From 1. */
      pair: z.number(),
      verdict: z.enum(verdictNames),
      /** Why the pair does not count; null: this run is no reason. */
      unusable: z.string().nullable(),
    }),
  ),
  results: z.array(pairedResultSchema),
});
export type PairedDocument = z.infer<typeof pairedDocumentSchema>;
