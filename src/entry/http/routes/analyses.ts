import { z } from "zod";
import { analysisQuerySchema, reportEndings, type ReportEnding } from "../../../contract/api/analyses.ts";
import { answerRequestSchema, recommendationSchema } from "../../../contract/api/recommendations.ts";
import {
  acceptedJobSchema,
  analyseRequestSchema,
  idempotencyKeySchema,
  runAnalysisSchema,
  runIdSchema,
} from "../../../contract/api/runs.ts";
import { runDocumentSchema } from "../../../contract/run.ts";
import { analyse } from "../../../services/analyses/analyse.ts";
import { answerRecommendation } from "../../../services/analyses/answer-recommendation.ts";
import type { ResultsUpload } from "../../../services/analyses/keep-upload.ts";
import { readReport } from "../../../services/analyses/read-report.ts";
import { showAnalysisOf } from "../../../services/analyses/show-analysis.ts";
import type { Service } from "../../../services/service.ts";
import type { UploadRequest } from "../read-plan-upload.ts";
import { readResultsUpload } from "../read-results-upload.ts";
import type { ServiceApp } from "../service-app.ts";

const tags = ["analysis"];
const runParams = z.strictObject({ runId: runIdSchema });

const reportTypes: Readonly<Record<ReportEnding, string>> = {
  html: "text/html; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  json: "application/json; charset=utf-8",
};

/** A report says what a target answered, so nothing in it may run, load or send anything, wherever it is opened. */
const reportPolicy = [
  "sandbox",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Judging anew, and everything that was judged. */
export function analysisRoutes(app: ServiceApp, service: Service): void {
  judging(app, service);
  looking(app, service);
  for (const ending of reportEndings) reporting(app, service, ending);
}

function judging(app: ServiceApp, service: Service): void {
  const uploads = new WeakMap<object, ResultsUpload>();
  const take = async (
    request: UploadRequest & { body: unknown },
    reply: { header(name: string, value: string): unknown },
  ): Promise<void> => {
    if (!request.isMultipart()) return;
    // What is refused is not read to its end.
    reply.header("connection", "close");
    uploads.set(request, await readResultsUpload(request, service));
    request.body = null;
  };
  app.post(
    "/analyse",
    {
      config: { permission: "analyse-run" },
      schema: {
        summary: "Judge a kept run again, or results from elsewhere",
        description:
          "JSON names a run, with other objectives or baselines where some are given. Multipart brings `results` (k6 CSV or JSON, JTL; plain or gzip) and may bring `slos`, `baselines`, `service` and `environment`. What is long becomes a job.",
        tags,
        consumes: ["application/json", "multipart/form-data"],
        headers: z.object({ "idempotency-key": idempotencyKeySchema.optional() }),
        body: analyseRequestSchema.nullable(),
        response: { 200: runDocumentSchema, 202: acceptedJobSchema },
      },
      preValidation: async (request, reply) => take(request, reply),
    },
    async (request, reply) => {
      const analysed = await analyse(service, {
        request: request.body,
        upload: uploads.get(request) ?? null,
        actor: request.principal.name,
        idempotencyKey: request.headers["idempotency-key"] ?? null,
      });
      if ("jobId" in analysed) return reply.code(202).header("location", `jobs/${analysed.jobId}`).send(analysed);
      const { runId, number, document } = analysed;
      const query = number === null ? "" : `?analysis=${number}`;
      return reply.code(200).header("location", `runs/${runId}/analysis${query}`).send(document);
    },
  );
}

function looking(app: ServiceApp, service: Service): void {
  app.get(
    "/runs/:runId/analysis",
    {
      config: { permission: "read" },
      schema: {
        summary: "Everything that was found out about a run",
        description:
          "Verdict, evidence, charts and recommendations, of the analysis that it ended with or of a later one.",
        tags,
        params: runParams,
        querystring: analysisQuerySchema,
        response: { 200: runAnalysisSchema },
      },
    },
    async (request) => showAnalysisOf(service, { ...request.query, runId: request.params.runId }),
  );

  app.put(
    "/runs/:runId/recommendations/:id/answer",
    {
      config: { permission: "edit-history" },
      schema: {
        summary: "Accept or reject a recommendation",
        description: "The newest answer stands. The share that is accepted is part of the portfolio.",
        tags,
        params: z.strictObject({ runId: runIdSchema, id: z.string().min(1).max(60) }),
        body: answerRequestSchema,
        response: { 200: recommendationSchema },
      },
    },
    async (request) =>
      answerRecommendation(service, {
        ...request.body,
        runId: request.params.runId,
        recommendationId: request.params.id,
        actor: request.principal.name,
      }),
  );
}

function reporting(app: ServiceApp, service: Service, ending: ReportEnding): void {
  app.get(
    `/runs/:runId/report.${ending}`,
    {
      config: { permission: "read" },
      schema: {
        summary: `The report of a run as ${ending === "md" ? "Markdown" : ending.toUpperCase()}`,
        description: "As it was written, byte for byte. Nothing in it runs or loads anything.",
        tags,
        produces: [reportTypes[ending]],
        params: runParams,
        querystring: analysisQuerySchema,
      },
    },
    async (request, reply) => {
      const { runId } = request.params;
      const text = await readReport(service, { ...request.query, runId, ending });
      return reply
        .type(reportTypes[ending])
        .header("content-security-policy", reportPolicy)
        .header("content-disposition", `inline; filename="${runId}.${ending}"`)
        .send(text);
    },
  );
}
