import { z } from "zod";

/** Which figure of a service a record is about. */
export const seriesNameSchema = z.strictObject({ scenario: z.string(), endpoint: z.string(), statistic: z.string() });
export type SeriesName = z.infer<typeof seriesNameSchema>;

/** A regression that a run found, kept until it is gone, accepted or its acceptance has expired. */
export const ledgerEntrySchema = z.strictObject({
  /** Short and stable: what people type. */
  id: z.string(),
  service: z.string(),
  environment: z.string(),
  plan: z.string(),
  ...seriesNameSchema.shape,
  state: z.enum(["open", "accepted", "expired", "closed"]),
  /** Share of the value before. */
  effect: z.number(),
  before: z.number(),
  after: z.number(),
  openedBy: z.string(),
  /** Epoch ms. */
  openedAt: z.number(),
  lastSeenBy: z.string(),
  lastSeenAt: z.number(),
  /** Run that confirmed it; null: suspected only. */
  confirmedBy: z.string().nullable(),
  /** Of the last run without it and the first with it, from their tag `commit`; null: not tagged. */
  commits: z.strictObject({ from: z.string().nullable(), to: z.string().nullable() }),
  /** null: nobody accepted it. `until` is epoch ms. */
  acceptance: z.strictObject({ by: z.string(), at: z.number(), reason: z.string(), until: z.number() }).nullable(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
