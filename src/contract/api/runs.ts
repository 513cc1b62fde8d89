import { z } from "zod";
import { recommendationSchema } from "./recommendations.ts";
import { chartSchema, evidenceSchema, runDocumentSchema } from "../run.ts";
import { verdictNames } from "../verdict-name.ts";
import { pageOf, pageQuerySchema } from "./page.ts";

/** A run as paths name it: nothing that leads elsewhere. */
export const runIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,120}$/u, "a run id");

const tagNameSchema = z
  .string()
  .regex(/^(?!__proto__$)[A-Za-z_][A-Za-z0-9_.-]{0,60}$/u, "letters, digits, _ . -, beginning with a letter or _");
/** Tags that the service itself gives a run; nobody sets or changes them. */
export const reservedTags = ["author", "planId"] as const;

/** `POST /execute` */
export const executeRequestSchema = z
  .strictObject({
    planId: z.string(),
    tags: z.record(tagNameSchema, z.string().max(200)).optional(),
  })
  .meta({ id: "Execute" });
export type ExecuteRequest = z.infer<typeof executeRequestSchema>;
/** `Idempotency-Key` of a request: the same again within a day does nothing new. */
export const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,200}$/u, "1 to 200 visible ASCII characters");
export const executedSchema = z
  .strictObject({
    runId: z.string(),
    /** Runs on the same environment that are before it; 0: it begins now. */
    ahead: z.number(),
  })
  .meta({ id: "Executed" });

/** `failed`: it ended before it generated load; `problem` says why. */
export const serviceRunStates = [
  "queued",
  "running",
  "finished",
  "interrupted",
  "stopped",
  "refused",
  "failed",
] as const;
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

/** `GET /runs` */
export const runQuerySchema = z.strictObject({
  ...pageQuerySchema.shape,
  service: z.string().max(200).optional(),
  environment: z.string().max(200).optional(),
  state: z.enum(serviceRunStates).optional(),
  /** Name of the plan. */
  plan: z.string().max(200).optional(),
});
export type RunQuery = z.infer<typeof runQuerySchema>;

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
export type RunVerdict = z.infer<typeof runVerdictSchema>;

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

/** 202: the run is being stopped, or was taken out of the queue. */
export const stoppingSchema = z
  .strictObject({
    runId: z.string(),
    /** `stopped`: it was still queued. `running`: it winds down, and its events tell when it is over. */
    state: z.enum(serviceRunStates),
  })
  .meta({ id: "Stopping" });

/** `PATCH /runs/{runId}/tags`: null takes a tag away. Comparison by tag sees it from the next run on. */
export const tagRequestSchema = z
  .strictObject({ tags: z.record(tagNameSchema, z.string().max(200).nullable()) })
  .meta({ id: "TagRun" });
export type TagRequest = z.infer<typeof tagRequestSchema>;
export const taggedSchema = z
  .strictObject({ runId: z.string(), tags: z.record(z.string(), z.string()) })
  .meta({ id: "Tagged" });

/** `POST /analyse` as JSON. Multipart takes `results` (a file), `slos`, `baselines`, `service`, `environment`. */
export const analyseRequestSchema = z
  .strictObject({
    runId: runIdSchema,
    /** One document, or texts by file name. Absent: the objectives that the run was judged by. */
    slos: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    /** A baseline series as `baselines export` writes it. */
    baselines: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "Analyse" });
export type AnalyseRequest = z.infer<typeof analyseRequestSchema>;
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
