import { z } from "zod";

/** Something to do about a run, with the evidence it rests on. What people answer is kept: the share that is accepted is published. */
export const recommendationSchema = z
  .strictObject({
    /** Stable for the same run and text. */
    id: z.string(),
    text: z.string(),
    /** Ids of the run's evidence. */
    evidence: z.array(z.string()),
    source: z.enum(["computed", "model"]),
    answer: z
      .strictObject({
        accepted: z.boolean(),
        by: z.string(),
        /** Epoch milliseconds. */
        at: z.number(),
        comment: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: "Recommendation" });
export type Recommendation = z.infer<typeof recommendationSchema>;

/** `PUT /runs/{runId}/recommendations/{id}/answer` */
export const answerRequestSchema = z
  .strictObject({ accepted: z.boolean(), comment: z.string().max(2000).optional() })
  .meta({ id: "AnswerRecommendation" });
