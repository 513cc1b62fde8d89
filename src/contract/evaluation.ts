import { z } from "zod";

/** One case of `perf-agent eval`: something whose right answer is known, and what the product said of it. */
export const evaluationCaseSchema = z.strictObject({
  /** Folder of the data, such as `cloud-noise`, or `golden`. */
  set: z.string(),
  /** Cases of one kind of difficulty, such as a class of machines. */
  group: z.string(),
  /** Stable, made of file, group and row. */
  id: z.string(),
  kind: z.enum(["slo", "regression", "run", "change-point", "root-cause"]),
  /** Regressions, whole runs and change points: `changed`, `unchanged` or `ambiguous`; objectives: `met` or `breached`. */
  truth: z.string(),
  /** True change as a fraction; of objectives the distance of the limit from the truth; null: not known. */
  size: z.number().nullable(),
  /** A status of a comparison or of an objective; of whole runs and change points `changed` or `unchanged`. */
  verdict: z.string(),
  effect: z.number().nullable(),
  mde: z.number().nullable(),
  milliseconds: z.number(),
  /** Verdict on another run of the same state; null: it was not asked for. */
  confirmation: z.string().nullable(),
  /** Of objectives: the interval does not straddle the limit. */
  certain: z.boolean().nullable(),
});
export type EvaluationCase = z.infer<typeof evaluationCaseSchema>;

/** A share with its 95 % interval; measures of time have milliseconds in `value`, `low` and `high`. */
export const evaluationMeasureSchema = z.strictObject({
  name: z.string(),
  set: z.string(),
  group: z.string(),
  hits: z.number(),
  of: z.number(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type EvaluationMeasure = z.infer<typeof evaluationMeasureSchema>;

/** What `eval --json` prints. */
export const evaluationDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** What was not scored, and why, as sentences. */
  notes: z.array(z.string()),
  cases: z.array(evaluationCaseSchema),
  /** Of the product. */
  measures: z.array(evaluationMeasureSchema),
  /** The same measures of simple methods, on the same cases. */
  rivals: z.array(z.strictObject({ method: z.string(), ...evaluationMeasureSchema.shape })),
  /** The same measures of the product with one of its rules switched over. */
  ablation: z.array(z.strictObject({ rule: z.string(), ...evaluationMeasureSchema.shape })),
});
export type EvaluationDocument = z.infer<typeof evaluationDocumentSchema>;
