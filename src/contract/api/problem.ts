import { z } from "zod";
import { errorDocumentSchema } from "../error-document.ts";

/** Mistakes that an answer tells of one by one: of a body that is nothing but mistakes the rest says nothing new. */
export const mostToldMistakes = 100;

/** `application/problem+json` (RFC 9457) of every answer that is no success. */
export const problemSchema = z
  .strictObject({
    /** Relative reference to the page of the code, such as `/docs/errors#PA_PLAN_INVALID`. */
    type: z.string(),
    title: z.string(),
    status: z.number(),
    /** What is wrong, and where. */
    detail: z.string(),
    /** The request, so that a log line can be found: its id. */
    instance: z.string(),
    code: z.string(),
    remedy: z.string(),
    /** Every mistake, where there are several (of very many the first), in the shape that `--json` prints. */
    errors: errorDocumentSchema.shape.errors,
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problemSchema>;
