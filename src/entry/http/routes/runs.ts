import { z } from "zod";
import {
  executedSchema,
  executeRequestSchema,
  idempotencyKeySchema,
  jobSchema,
  runIdSchema,
  runPageSchema,
  runQuerySchema,
  runResourceSchema,
  runVerdictSchema,
  stoppingSchema,
  stopRequestBodySchema,
  taggedSchema,
  tagRequestSchema,
} from "../../../contract/api/runs.ts";
import { enqueueRun } from "../../../services/runs/enqueue-run.ts";
import { listRuns } from "../../../services/runs/list-runs.ts";
import { runVerdict } from "../../../services/runs/run-verdict.ts";
import { showJob } from "../../../services/runs/show-job.ts";
import { showKnownRun } from "../../../services/runs/show-known-run.ts";
import { stopQueuedOrRunning } from "../../../services/runs/stop-queued-or-running.ts";
import { tagRun } from "../../../services/runs/tag-run.ts";
import type { Service } from "../../../services/service.ts";
import type { ServiceApp } from "../service-app.ts";

const tags = ["runs"];
const runParams = z.strictObject({ runId: runIdSchema });

/** Runs from the queue to their verdict; their events are in run-events.ts. */
export function runRoutes(app: ServiceApp, service: Service): void {
  app.post(
    "/execute",
    {
      config: { permission: "execute-run" },
      schema: {
        summary: "Run an approved plan",
        description:
          "Puts a run into the queue of its environment. The same Idempotency-Key with the same request gives the same run for a day.",
        tags,
        headers: z.object({ "idempotency-key": idempotencyKeySchema.optional() }),
        body: executeRequestSchema,
        response: { 202: executedSchema },
      },
    },
    async (request, reply) => {
      const executed = await enqueueRun(service, {
        ...request.body,
        author: request.principal.name,
        idempotencyKey: request.headers["idempotency-key"] ?? null,
      });
      return reply.code(202).send(executed);
    },
  );

  app.get(
    "/runs",
    {
      config: { permission: "read" },
      schema: { summary: "Runs, newest first", tags, querystring: runQuerySchema, response: { 200: runPageSchema } },
    },
    async (request) => listRuns(service, request.query),
  );

  app.get(
    "/runs/:runId",
    {
      config: { permission: "read" },
      schema: {
        summary: "A run",
        description: "The document of a run that was judged; the line of any other.",
        tags,
        params: runParams,
        response: { 200: runResourceSchema },
      },
    },
    async (request) => showKnownRun(service, request.params.runId),
  );

  app.get(
    "/runs/:runId/verdict",
    {
      config: { permission: "read" },
      schema: {
        summary: "May what was tested go on",
        description:
          "Always 200 for a run that is known, over or not, so that rollout controllers can ask again and again.",
        tags,
        params: runParams,
        response: { 200: runVerdictSchema },
      },
    },
    async (request) => runVerdict(service, request.params.runId),
  );

  app.post(
    "/runs/:runId/stop",
    {
      config: { permission: "stop-run" },
      schema: {
        summary: "Stop a run",
        description: "One that waits is taken out of the queue; one under way winds down, or is cut off at once.",
        tags,
        params: runParams,
        body: stopRequestBodySchema,
        response: { 202: stoppingSchema },
      },
    },
    async (request, reply) => {
      const { runId } = request.params;
      const stopping = await stopQueuedOrRunning(service, { ...request.body, runId, actor: request.principal.name });
      return reply.code(202).send(stopping);
    },
  );

  app.patch(
    "/runs/:runId/tags",
    {
      config: { permission: "edit-history" },
      schema: {
        summary: "Set or take away tags of a run that is over",
        tags,
        params: runParams,
        body: tagRequestSchema,
        response: { 200: taggedSchema },
      },
    },
    async (request) => tagRun(service, { ...request.body, runId: request.params.runId, actor: request.principal.name }),
  );

  app.get(
    "/jobs/:jobId",
    {
      config: { permission: "read" },
      schema: {
        summary: "How far long work has come",
        tags,
        params: z.strictObject({ jobId: z.string().max(100) }),
        response: { 200: jobSchema },
      },
    },
    async (request) => showJob(service, request.params.jobId),
  );
}
