import { z } from "zod";
import { ledgerEntrySchema } from "./ledger.ts";
import { verdictNames } from "./verdict-name.ts";

/** What the commands on baselines and their history print with `--json`. */

const familyFields = { service: z.string(), environment: z.string(), plan: z.string() };

/** `baselines list --json`, newest first. */
export const baselinesDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  baselines: z.array(
    z.strictObject({
      runId: z.string(),
      /** Epoch milliseconds. */
      startedAt: z.number(),
      ...familyFields,
      verdict: z.enum(verdictNames),
      /** Runs of equal fingerprint are comparable. */
      fingerprint: z.string(),
      /** How many it has figures of. */
      endpoints: z.number(),
      /** Label of its pin; null: not pinned. */
      pin: z.string().nullable(),
    }),
  ),
});
export type BaselinesDocument = z.infer<typeof baselinesDocumentSchema>;

export const historyStatistics = ["p50", "p90", "p95", "p99", "errors", "throughput"] as const;
export type HistoryStatistic = (typeof historyStatistics)[number];

/** `history NAME --json` */
export const historyDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Service or plan, as asked for. */
  name: z.string(),
  statistic: z.enum(historyStatistics),
  unit: z.enum(["ms", "fraction", "per-second"]),
  series: z.array(
    z.strictObject({
      ...familyFields,
      scenario: z.string(),
      endpoint: z.string(),
      /** Oldest first, without invalid runs. */
      points: z.array(
        z.strictObject({
          runId: z.string(),
          /** Epoch milliseconds. */
          startedAt: z.number(),
          verdict: z.enum(verdictNames),
          /** Tag `commit` of the run. */
          commit: z.string().nullable(),
          /** null: the run has no such figure. */
          value: z.number().nullable(),
        }),
      ),
      /** Places where the level changed for good, oldest first. */
      changes: z.array(
        z.strictObject({
          /** First run of the new level, and when it began, epoch milliseconds. */
          runId: z.string(),
          at: z.number(),
          /** Mean of the runs up to the change before, and from here to the next. */
          before: z.number(),
          after: z.number(),
          /** Share of `before`; null where that is 0. */
          effect: z.number().nullable(),
          /** Commit of the last run before it and of the first after it, where tagged. */
          commits: z.strictObject({ from: z.string().nullable(), to: z.string().nullable() }),
        }),
      ),
    }),
  ),
});
export type HistoryDocument = z.infer<typeof historyDocumentSchema>;

/** `regressions --json`, newest first. */
export const regressionsDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  regressions: z.array(ledgerEntrySchema),
});
export type RegressionsDocument = z.infer<typeof regressionsDocumentSchema>;
