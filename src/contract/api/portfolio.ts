import { z } from "zod";
import { verdictNames } from "../verdict-name.ts";

/** Three scores from 0 to 100, each with what would raise it. null: nothing to score by. */
const scoreSchema = z.strictObject({ value: z.number().nullable(), advice: z.array(z.string()) });

/** `GET /portfolio`: one row a service. Percentiles come from merged histograms, never from averaged percentiles. */
export const portfolioSchema = z
  .strictObject({
    services: z.array(
      z.strictObject({
        service: z.string(),
        environments: z.array(z.string()),
        plans: z.array(z.string()),
        lastRunId: z.string(),
        /** Epoch milliseconds. */
        lastRunAt: z.number(),
        /** Days since the newest run that could be judged; null: never. */
        staleDays: z.number().nullable(),
        verdict: z.enum(verdictNames).nullable(),
        /** How well it is tested: load delivered, judged length, baselines, calibration. */
        methodology: scoreSchema,
        /** How much of what matters has objectives, and met ones. */
        objectives: scoreSchema,
        /** How small a change the runs could see. */
        confidence: scoreSchema,
        /** Over the newest judged run of each plan. */
        p95Ms: z.number().nullable(),
        errorRate: z.number().nullable(),
        openRegressions: z.number(),
        acceptedRegressions: z.number(),
        /** Endpoints that no objective names, and objectives that no run had data for. */
        uncovered: z.strictObject({ endpoints: z.array(z.string()), objectives: z.array(z.string()) }),
        /** p95 of the newest runs, oldest first. */
        trend: z.array(z.strictObject({ at: z.number(), p95Ms: z.number().nullable() })),
      }),
    ),
    /** Share of answered recommendations that were accepted; null: none was answered. */
    acceptance: z.strictObject({ answered: z.number(), accepted: z.number(), share: z.number().nullable() }),
  })
  .meta({ id: "Portfolio" });
export type Portfolio = z.infer<typeof portfolioSchema>;
