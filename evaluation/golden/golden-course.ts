import { z } from "zod";
import { collectionSummarySchema } from "../../src/contract/collection-summary.ts";
import { loadPreviewSchema } from "../../src/contract/load-preview.ts";
import { runRecordSchema } from "../../src/contract/run.ts";
import { sloSetSchema } from "../../src/contract/slo-set.ts";
import { testPlanSchema } from "../../src/contract/test-plan.ts";
import { verdictNames } from "../../src/contract/verdict-name.ts";
import type { GoldenRun } from "./golden-run.ts";

export const courseExpectationSchema = z.strictObject({
  /** Name of the objective. */
  objective: z.string(),
  status: z.enum(["met", "breached", "no-data", "skipped"]),
});
export type CourseExpectation = z.infer<typeof courseExpectationSchema>;

/** A long run as the product kept it, without its windows: those are made of the samples beside it. */
export const courseFactsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string(),
  /** What happens in it, as a sentence. */
  text: z.string(),
  /** Declared before the run was made: the times of the fault are known. */
  expectations: z.array(courseExpectationSchema),
  /** Of the whole run, declared likewise. */
  verdict: z.enum(verdictNames),
  record: runRecordSchema,
  plan: testPlanSchema,
  preview: loadPreviewSchema,
  slos: sloSetSchema,
  collection: collectionSummarySchema,
});
export type GoldenCourseFacts = z.infer<typeof courseFactsSchema>;

export interface GoldenCourse extends GoldenCourseFacts {
  /** All of its seconds. */
  readonly run: GoldenRun;
}
