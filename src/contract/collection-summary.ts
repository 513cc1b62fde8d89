import { z } from "zod";
import type { CollectionSummary } from "./window.ts";

/** `collection.json` of a run folder. Apart from the windows, so that the thread that scans loads no schema library. */
export const collectionSummarySchema: z.ZodType<CollectionSummary> = z.strictObject({
  format: z.enum(["k6-csv", "k6-json", "jtl-csv", "jtl-xml"]),
  rows: z.number(),
  badRows: z.number(),
  badRowExamples: z.array(z.string()),
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
  truncated: z.boolean(),
  foldedSeries: z.number(),
  scenarioStarts: z.record(z.string(), z.number()),
  leftovers: z.number().nullable(),
});
