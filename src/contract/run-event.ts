import { z } from "zod";

/** What can happen to a run. `alert`: the cost alert; `attempt`: an engine died and is started again, or with less load. */
export const runEventKinds = ["state", "guard", "alert", "attempt", "stop", "verdict"] as const;

/** One thing that happened to a run: a line of `events.jsonl`, a line for people, the body of a webhook. */
export const runEventSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Counts from 1 within the run. */
  number: z.number(),
  /** Epoch ms. */
  at: z.number(),
  runId: z.string(),
  kind: z.enum(runEventKinds),
  level: z.enum(["info", "warn", "alert"]),
  /** One sentence for people. */
  text: z.string(),
});
export type RunEvent = z.infer<typeof runEventSchema>;
