import { z } from "zod";

/** An error budget that an objective on a share of good requests declares. */
export const errorBudgetSchema = z.strictObject({
  /** Length of the budget's window, ms. */
  windowMs: z.number(),
  /** Requests in that window in production; null: only the burn rate is told. */
  volume: z.number().nullable(),
  /** Share of the budget that is already spent, from history; null: not given. */
  spent: z.number().nullable(),
});
export type ErrorBudget = z.infer<typeof errorBudgetSchema>;

/** What a run burns of an objective's error budget. */
export const budgetResultSchema = z.strictObject({
  objective: z.string(),
  /** Share of bad requests that is allowed. */
  allowed: z.number(),
  observed: z.number(),
  /** observed / allowed: 1 uses the budget up exactly at the end of its window. */
  burnRate: z.number(),
  windowMs: z.number(),
  /** Bad requests over the window at production volume, and how many are allowed; null without a volume. */
  atVolume: z.strictObject({ bad: z.number(), allowed: z.number() }).nullable(),
  /** Time until the (remaining) budget is used up at this burn rate, ms; null: never. */
  exhaustedAfterMs: z.number().nullable(),
  /** Share of the budget that remains now, from history; null: not given. */
  remaining: z.number().nullable(),
  /** Pairs of a long and a short window, each with its burn rate and the rate that alerts. */
  windows: z.array(
    z.strictObject({
      longMs: z.number(),
      shortMs: z.number(),
      longRate: z.number(),
      shortRate: z.number(),
      alertAt: z.number(),
      alerting: z.boolean(),
    }),
  ),
});
export type BudgetResult = z.infer<typeof budgetResultSchema>;
