import { z } from "zod";

/** `GET /evaluation`: how often the product is right and wrong, as the page that this version was published with says it. */
export const publishedEvaluationSchema = z
  .strictObject({
    /** What was not scored, and why, as sentences. */
    notScored: z.array(z.string()),
    /** Texts as the page prints them, such as `0.7 %` and `8 of 1120`. */
    bars: z.array(
      z.strictObject({
        measure: z.string(),
        data: z.string(),
        group: z.string(),
        value: z.string(),
        interval: z.string(),
        cases: z.string(),
        bar: z.string(),
        /** `proven`: the whole interval keeps the bar. `reached`: the value does. */
        standing: z.enum(["proven", "reached", "missed"]),
      }),
    ),
    measures: z.array(z.strictObject({ name: z.string(), meaning: z.string() })),
    /** What is claimed and what is not, as sentences. */
    claims: z.array(z.string()),
  })
  .meta({ id: "PublishedEvaluation" });
export type PublishedEvaluation = z.infer<typeof publishedEvaluationSchema>;
