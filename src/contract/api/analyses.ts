import { z } from "zod";
import { historyStatistics } from "../history-document.ts";
import { verdictNames } from "../verdict-name.ts";

/** Which analysis of a run: absent the one that the run ended with, a number a later one, `latest` the newest of all. */
export const analysisQuerySchema = z.strictObject({
  analysis: z.union([z.literal("latest"), z.coerce.number().int().min(1).max(9999)]).optional(),
});
export type AnalysisQuery = z.infer<typeof analysisQuerySchema>;

/** Formats of `GET /runs/{runId}/report.*`, by the ending of the name. */
export const reportEndings = ["html", "md", "json"] as const;
export type ReportEnding = (typeof reportEndings)[number];

const nameSchema = z.string().min(1).max(200);

/** `GET /history` */
export const historyQuerySchema = z.strictObject({
  /** Service or plan. */
  name: nameSchema,
  environment: nameSchema.optional(),
  endpoint: nameSchema.optional(),
  statistic: z.enum(historyStatistics).default("p95"),
  limit: z.coerce.number().int().min(2).max(500).default(200),
});

/** `GET /baselines` */
export const baselinesQuerySchema = z.strictObject({
  service: nameSchema.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** `GET /baselines/export` */
export const exportQuerySchema = z.strictObject({
  service: nameSchema,
  format: z.enum(["json", "csv"]).default("json"),
  /** How many of the newest. */
  last: z.coerce.number().int().min(1).max(10_000).default(1000),
});

/** `POST /baselines/import` */
export const importedSchema = z.strictObject({ service: z.string(), runs: z.number() }).meta({ id: "Imported" });

/** A baseline in a path. Imported runs have ids of other tools; `latest` would mean another one each day. */
export const baselineParamsSchema = z.strictObject({
  runId: z
    .string()
    .min(1)
    .max(200)
    .refine((runId) => runId !== "latest", "name the run itself"),
});
/** A run that was taken out of something. */
export const leftOutSchema = z.strictObject({ runId: z.string() }).meta({ id: "LeftOut" });

/** `PUT /baselines/{runId}/pin` */
export const pinRequestSchema = z
  .strictObject({ label: z.string().min(1).max(120).optional() })
  .meta({ id: "PinBaseline" });
export const pinnedSchema = z
  .strictObject({
    runId: z.string(),
    service: z.string(),
    environment: z.string(),
    plan: z.string(),
    label: z.string(),
    by: z.string(),
    /** Epoch milliseconds. */
    at: z.number(),
  })
  .meta({ id: "Pinned" });

/** `GET /regressions` */
export const regressionsQuerySchema = z.strictObject({
  service: nameSchema.optional(),
  environment: nameSchema.optional(),
  plan: nameSchema.optional(),
  /** Those that are gone, too. */
  closed: z.enum(["true", "false"]).default("false"),
});

/** `POST /regressions/{id}/acceptance` */
export const acceptRequestSchema = z
  .strictObject({
    reason: z.string().trim().min(1).max(2000),
    /** Epoch milliseconds, in the future. */
    until: z.number().int(),
  })
  .meta({ id: "AcceptRegression" });

/** How many runs stand side by side at most. */
export const mostComparedRuns = 10;

/** `GET /compare?runs=a,b,…`, two to ten, oldest first as a rule: each is held against the first. */
export const compareQuerySchema = z.strictObject({
  runs: z
    .string()
    .max(2000)
    .transform((text) => text.split(",").map((runId) => runId.trim()))
    .pipe(
      z
        .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,120}$/u, "a run id"))
        .min(2)
        .max(mostComparedRuns)
        .refine((runIds) => new Set(runIds).size === runIds.length, "each run once"),
    ),
});

/** One figure of every run, in the order of `runs`; null: that run has no such figure. */
const rowSchema = z.array(z.number().nullable());

export const comparedRunsSchema = z
  .strictObject({
    runs: z.array(
      z.strictObject({
        runId: z.string(),
        verdict: z.enum(verdictNames),
        /** Epoch milliseconds. */
        startedAt: z.number(),
        service: z.string(),
        environment: z.string(),
        plan: z.string(),
        engine: z.string(),
        tags: z.record(z.string(), z.string()),
        /** What makes it hard to compare with the first run, such as another plan or engine; empty when they are alike. */
        differences: z.array(z.string()),
        totals: z.strictObject({ requests: z.number(), failedRequests: z.number(), durationMs: z.number() }),
      }),
    ),
    /** Those of the newest run first, then those that only others have. Two runs carry no verdict: the spread between runs is unknown. */
    endpoints: z.array(
      z.strictObject({
        scenario: z.string(),
        endpoint: z.string(),
        requests: rowSchema,
        /** Fraction. */
        errorRate: rowSchema,
        /** Milliseconds. */
        p50: rowSchema,
        p95: rowSchema,
        p99: rowSchema,
      }),
    ),
  })
  .meta({ id: "ComparedRuns" });
export type ComparedRuns = z.infer<typeof comparedRunsSchema>;
