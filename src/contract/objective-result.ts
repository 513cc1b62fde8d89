import { z } from "zod";

export const objectiveResultSchema = z.strictObject({
  name: z.string(),
  text: z.string(),
  endpoint: z.string().nullable(),
  scenario: z.string().nullable(),
  severity: z.enum(["fail", "warn"]),
  status: z.enum(["met", "breached", "no-data", "skipped"]),
  /** false: the interval straddles the limit. */
  certain: z.boolean(),
  observed: z.number().nullable(),
  limit: z.number(),
  unit: z.enum(["ms", "fraction", "per-second", "score"]),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  samples: z.number(),
  /** false: decided from the histogram, as the limit was not known when the samples were read. */
  exact: z.boolean(),
  /** When the breach began and how long its longest streak was, from the start of the run; windows of 10 s where the objective names none. */
  breach: z.strictObject({ fromMs: z.number(), longestMs: z.number(), shareOfWindows: z.number() }).nullable(),
  stop: z.boolean(),
  /** It ended the run over a sliding window of this length outside of what it judges, and `observed` is of that window; null: it did not. */
  endedOverMs: z.number().nullable().default(null),
});
export type ObjectiveResult = z.infer<typeof objectiveResultSchema>;

/** Total of a scored set of objectives (Keptn): points of each, in percent of all. */
export const scoreSchema = z.strictObject({
  result: z.enum(["pass", "warning", "fail"]),
  percent: z.number(),
  passPercent: z.number(),
  warningPercent: z.number(),
  objectives: z.array(
    z.strictObject({
      name: z.string(),
      result: z.enum(["pass", "warning", "fail", "no-data", "informational"]),
      points: z.number(),
      weight: z.number(),
      /** Its failure fails the whole set. */
      keySli: z.boolean(),
      observed: z.number().nullable(),
      /** Each criterion as written with the number it came to. */
      criteria: z.array(
        z.strictObject({
          text: z.string(),
          /** null: no earlier run counts, so that a relative criterion has no number; it holds then, as in Keptn. */
          limit: z.number().nullable(),
          /** null: nothing was observed. */
          met: z.boolean().nullable(),
        }),
      ),
    }),
  ),
});
export type Score = z.infer<typeof scoreSchema>;
