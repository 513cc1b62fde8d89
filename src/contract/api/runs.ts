import { z } from "zod";
import { recommendationSchema } from "./recommendations.ts";
import { chartSchema, evidenceSchema, runDocumentSchema } from "../run.ts";
import { verdictNames } from "../verdict-name.ts";
import { pageOf } from "./page.ts";

/** `POST /execute` */
export const executeRequestSchema = z
  .strictObject({
    planId: z.string(),
    tags: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,60}$/u), z.string().max(200)).optional(),
  })
  .meta({ id: "Execute" });
export type ExecuteRequest = z.infer<typeof executeRequestSchema>;
export const executedSchema = z
  .strictObject({
    runId: z.string(),
    /** Runs on the same environment that are before it; 0: it begins now. */
    ahead: z.number(),
  })
  .meta({ id: "Executed" });

/** `failed`: it ended before it generated load; `problem` says why. */
export const serviceRunStates = ["queued", "running", "finished", "interrupted", "stopped", "refused", "failed"] as const;
export type ServiceRunState = (typeof serviceRunStates)[number];

/** One line of `GET /runs`. */
export const runHeadSchema = z
  .strictObject({
    runId: z.string(),
    state: z.enum(serviceRunStates),
    verdict: z.enum(verdictNames).nullable(),
    service: z.string(),
    environment: z.string(),
    plan: z.string(),
    /** null: from elsewhere (command line, import). */
    planId: z.string().nullable(),
    tags: z.record(z.string(), z.string()),
    /** Who asked for it; null: not known. */
    author: z.string().nullable(),
    /** Epoch milliseconds; of a queued run when it was asked for. */
    startedAt: z.number(),
    finishedAt: z.number().nullable(),
    /** First reason of its verdict, or why it failed. */
    reason: z.string().nullable(),
  })
  .meta({ id: "RunHead" });
export type RunHead = z.infer<typeof runHeadSchema>;
export const runPageSchema = pageOf(runHeadSchema).meta({ id: "RunPage" });

/** `GET /runs/{runId}` of a run that is not over: its line; of any other the document of the command line. */
export const runResourceSchema = z.union([runDocumentSchema, runHeadSchema]);

/** `GET /runs/{runId}/verdict`: always 200 where the run is known, so that rollout controllers can poll it. */
export const runVerdictSchema = z
  .strictObject({
    runId: z.string(),
    state: z.enum(serviceRunStates),
    /** null: not over. */
    verdict: z.enum(verdictNames).nullable(),
    /** True for pass and warn; false for anything else, unknown included. */
    promote: z.boolean(),
    exitCode: z.number().nullable(),
    reasons: z.array(z.string()),
  })
  .meta({ id: "RunVerdict" });

/** `GET /runs/{runId}/analysis`: what the page draws beside the document. */
export const runAnalysisSchema = z
  .strictObject({
    document: runDocumentSchema,
    evidence: z.array(evidenceSchema),
    charts: z.array(chartSchema),
    counterfactuals: z.array(z.string()),
    explanations: z.array(z.string()),
    warnings: z.array(z.string()),
    /** null: the figures stand alone. */
    narrative: z.string().nullable(),
    recommendations: z.array(recommendationSchema),
  })
  .meta({ id: "RunAnalysis" });
export type RunAnalysis = z.infer<typeof runAnalysisSchema>;

/** `POST /runs/{runId}/stop` */
export const stopRequestBodySchema = z
  .strictObject({ reason: z.string().min(1).max(500), mode: z.enum(["graceful", "now"]) })
  .meta({ id: "Stop" });

/** `PATCH /runs/{runId}/tags`: null takes a tag away. Comparison by tag sees it from the next run on. */
export const tagRequestSchema = z
  .strictObject({ tags: z.record(z.string(), z.string().max(200).nullable()) })
  .meta({ id: "TagRun" });

/** `POST /analyse` as JSON. Multipart takes `results` (a file), `slos`, `baselines`, `service`, `environment`. */
export const analyseRequestSchema = z
  .strictObject({
    runId: z.string(),
    slos: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    /** A baseline series as `baselines export` writes it. */
    baselines: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "Analyse" });
/** 202: it is long. Ask `GET /jobs/{jobId}`. */
export const acceptedJobSchema = z.strictObject({ jobId: z.string() }).meta({ id: "AcceptedJob" });
export const jobSchema = z
  .strictObject({
    jobId: z.string(),
    kind: z.enum(["run", "analyse"]),
    state: z.enum(["queued", "running", "done", "failed"]),
    createdAt: z.number(),
    finishedAt: z.number().nullable(),
    /** Run whose document holds the result. */
    runId: z.string().nullable(),
    problem: z.strictObject({ code: z.string(), text: z.string(), remedy: z.string() }).nullable(),
  })
  .meta({ id: "Job" });
export type JobResource = z.infer<typeof jobSchema>;
