import { z } from "zod";
import {
  acceptRequestSchema,
  baselineParamsSchema,
  baselinesQuerySchema,
  exportQuerySchema,
  historyQuerySchema,
  importedSchema,
  leftOutSchema,
  pinnedSchema,
  pinRequestSchema,
  regressionsQuerySchema,
} from "../../../contract/api/analyses.ts";
import { isPermitted } from "../../../contract/api/roles.ts";
import {
  baselinesDocumentSchema,
  historyDocumentSchema,
  regressionsDocumentSchema,
} from "../../../contract/history-document.ts";
import { ledgerEntrySchema } from "../../../contract/ledger.ts";
import { importBaselineSeries } from "../../../services/analyses/import-baseline-series.ts";
import { writeSeriesText } from "../../../services/carry-baselines.ts";
import { dropBaseline, listBaselines, pinBaseline, unpinBaseline } from "../../../services/pin-baseline.ts";
import { acceptRegression, listRegressions, reopenRegression } from "../../../services/regressions.ts";
import type { Service } from "../../../services/service.ts";
import { showHistory } from "../../../services/show-history.ts";
import type { ServiceApp } from "../service-app.ts";

const tags = ["history"];
const csvType = "text/csv";
/** A series of ten thousand runs of ten endpoints with their distributions. */
const mostSeriesBytes = 128 * 1024 * 1024;

/** What runs are compared with, how they went over time, and what became worse. */
export function baselineRoutes(app: ServiceApp, service: Service): void {
  app.addContentTypeParser(csvType, { parseAs: "string" }, (_request, body, done) => done(null, body));
  keeping(app, service);
  carrying(app, service);
  looking(app, service);
  accepting(app, service);
}

function keeping(app: ServiceApp, service: Service): void {
  app.get(
    "/baselines",
    {
      config: { permission: "read" },
      schema: {
        summary: "Runs that others are compared with, newest first",
        tags,
        querystring: baselinesQuerySchema,
        response: { 200: baselinesDocumentSchema },
      },
    },
    async (request) => ({ schemaVersion: 1 as const, baselines: [...(await listBaselines(service, request.query))] }),
  );

  app.put(
    "/baselines/:runId/pin",
    {
      config: { permission: "edit-history" },
      schema: {
        summary: "Pin a run, so that slow drift is measured against it",
        tags,
        params: baselineParamsSchema,
        body: pinRequestSchema,
        response: { 200: pinnedSchema },
      },
    },
    async (request) => pinBaseline(service, request.params.runId, request.body.label, request.principal.name),
  );

  app.delete(
    "/baselines/:runId/pin",
    {
      config: { permission: "edit-history" },
      schema: { summary: "Take a pin away", tags, params: baselineParamsSchema, response: { 200: leftOutSchema } },
    },
    async (request) => {
      await unpinBaseline(service, request.params.runId, request.principal.name);
      return { runId: request.params.runId };
    },
  );

  app.delete(
    "/baselines/:runId",
    {
      config: { permission: "edit-history" },
      schema: {
        summary: "Take a run out of every later comparison",
        description: "Its folder and its page stay.",
        tags,
        params: baselineParamsSchema,
        response: { 200: leftOutSchema },
      },
    },
    async (request) => ({ runId: await dropBaseline(service, request.params.runId, request.principal.name) }),
  );
}

function carrying(app: ServiceApp, service: Service): void {
  app.post(
    "/baselines/import",
    {
      config: { permission: "edit-history" },
      bodyLimit: Math.min(service.settings.limits.unpackedBytes, mostSeriesBytes),
      schema: {
        summary: "Take in a series of baselines, as JSON or CSV",
        description:
          "As the export writes it. Runs of an id that is known are replaced. What it says of regressions counts where whoever sends it may accept them.",
        tags,
        consumes: ["application/json", csvType],
        body: z.union([z.string(), z.record(z.string(), z.unknown())]),
        response: { 200: importedSchema },
      },
    },
    async (request) =>
      importBaselineSeries(service, {
        content: request.body,
        actor: request.principal.name,
        mayAccept: isPermitted(request.principal.roles, "accept-regression"),
      }),
  );

  app.get(
    "/baselines/export",
    {
      config: { permission: "read" },
      schema: {
        summary: "The baselines of a service as one file",
        description: "In CSV, texts that a spreadsheet would take for formulas begin with an apostrophe.",
        tags,
        produces: ["application/json", csvType],
        querystring: exportQuerySchema,
      },
    },
    async (request, reply) => {
      const { service: name, format, last } = request.query;
      const { text } = await writeSeriesText(service, { service: name, last }, format);
      const file = `baselines-${name.replaceAll(/[^A-Za-z0-9._-]+/gu, "-")}.${format}`;
      return reply
        .type(`${format === "csv" ? csvType : "application/json"}; charset=utf-8`)
        .header("content-disposition", `attachment; filename="${file}"`)
        .send(text);
    },
  );
}

function looking(app: ServiceApp, service: Service): void {
  app.get(
    "/history",
    {
      config: { permission: "read" },
      schema: {
        summary: "One figure of every endpoint over the runs of a service or plan",
        tags,
        querystring: historyQuerySchema,
        response: { 200: historyDocumentSchema },
      },
    },
    async (request) => showHistory(service, request.query),
  );

  app.get(
    "/regressions",
    {
      config: { permission: "read" },
      schema: {
        summary: "What became worse, newest first",
        tags,
        querystring: regressionsQuerySchema,
        response: { 200: regressionsDocumentSchema },
      },
    },
    async (request) => {
      const { closed, ...family } = request.query;
      const regressions = await listRegressions(service, { ...family, closed: closed === "true" });
      return { schemaVersion: 1 as const, regressions: [...regressions] };
    },
  );
}

function accepting(app: ServiceApp, service: Service): void {
  const params = z.strictObject({ id: z.string().min(1).max(60) });
  app.post(
    "/regressions/:id/acceptance",
    {
      config: { permission: "accept-regression" },
      schema: {
        summary: "Accept a regression for a time",
        description: "Till then it neither warns nor fails, and its level becomes the one to compare with.",
        tags,
        params,
        body: acceptRequestSchema,
        response: { 200: ledgerEntrySchema },
      },
    },
    async (request) =>
      acceptRegression(service, { ...request.body, id: request.params.id, actor: request.principal.name }),
  );

  app.delete(
    "/regressions/:id/acceptance",
    {
      config: { permission: "accept-regression" },
      schema: { summary: "Take an acceptance back", tags, params, response: { 200: ledgerEntrySchema } },
    },
    async (request) => reopenRegression(service, request.params.id, request.principal.name),
  );
}
