import { z } from "zod";
import { pageQuerySchema } from "../../../contract/api/page.ts";
import {
  approvedSchema,
  approveRequestSchema,
  checkedPlanSchema,
  planFileParamsSchema,
  planIdParamsSchema,
  planPageSchema,
  planResourceSchema,
  planReviewQuerySchema,
  planReviewSchema,
  submitPlanRequestSchema,
  submittedPlanSchema,
} from "../../../contract/api/plans.ts";
import { policySchema } from "../../../contract/policy.ts";
import { approveSubmitted } from "../../../services/plans/approve-submitted.ts";
import { checkPlan } from "../../../services/plans/check-plan.ts";
import { listPlans } from "../../../services/plans/list-plans.ts";
import { planSchema } from "../../../services/plans/plan-schema.ts";
import { rejectSubmitted } from "../../../services/plans/reject-submitted.ts";
import { reviewSubmitted } from "../../../services/plans/review-submitted.ts";
import { showPlanFile } from "../../../services/plans/show-plan-file.ts";
import { showPlan } from "../../../services/plans/show-plan.ts";
import { showPolicy } from "../../../services/plans/show-policy.ts";
import { submitPlan } from "../../../services/plans/submit-plan.ts";
import type { Service } from "../../../services/service.ts";
import { readPlanUpload, type UploadRequest } from "../read-plan-upload.ts";
import type { ServiceApp } from "../service-app.ts";

const tags = ["plans"];
const consumes = ["application/json", "multipart/form-data"];

/** Handing plans in, looking at them, reviewing them. */
export function planRoutes(app: ServiceApp, service: Service): void {
  handingIn(app, service);
  looking(app, service);
  reviewing(app, service);
}

/** Puts what a multipart body holds where the body of JSON would be, for the same schema to judge. */
async function takeUpload(
  request: UploadRequest & { body: unknown },
  reply: { header(name: string, value: string): unknown },
  mostBytes: number,
): Promise<void> {
  if (!request.isMultipart()) return;
  // What is refused is not read to its end.
  reply.header("connection", "close");
  request.body = await readPlanUpload(request, mostBytes);
}

function handingIn(app: ServiceApp, service: Service): void {
  const { unpackedBytes } = service.settings.limits;
  app.post(
    "/plan",
    {
      config: { permission: "submit-plan" },
      schema: {
        summary: "Hand in a plan: it is understood, guarded, written as a script, frozen and kept",
        description: "JSON, or multipart with parts of the same names; files `data` are named by their paths.",
        tags,
        consumes,
        body: submitPlanRequestSchema,
        response: { 200: submittedPlanSchema },
      },
      preValidation: async (request, reply) => takeUpload(request, reply, unpackedBytes),
    },
    async (request) => submitPlan(service, { request: request.body, by: request.principal.name }),
  );
  app.post(
    "/plans/check",
    {
      config: { permission: "submit-plan" },
      schema: {
        summary: "What would be said of a plan, keeping nothing; mistakes of the plan are the answer",
        tags,
        consumes,
        body: submitPlanRequestSchema,
        response: { 200: checkedPlanSchema },
      },
      preValidation: async (request, reply) => takeUpload(request, reply, unpackedBytes),
    },
    async (request) => checkPlan(service, { request: request.body }),
  );
  app.get(
    "/plan-schema",
    {
      config: { permission: "read" },
      schema: {
        summary: "JSON Schema of a plan as typed, for editors",
        tags,
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    async () => ({ ...planSchema() }),
  );
}

function looking(app: ServiceApp, service: Service): void {
  app.get(
    "/plans",
    {
      config: { permission: "read" },
      schema: {
        summary: "Plans that were handed in, newest first",
        tags,
        querystring: pageQuerySchema,
        response: { 200: planPageSchema },
      },
    },
    async (request) => listPlans(service, request.query),
  );
  app.get(
    "/plans/:planId",
    {
      config: { permission: "read" },
      schema: {
        summary: "A plan as it was handed in, and as it is understood now",
        tags,
        params: planIdParamsSchema,
        response: { 200: planResourceSchema },
      },
    },
    async (request) => showPlan(service, { planId: request.params.planId, who: request.principal }),
  );
  app.get(
    "/plans/:planId/files/*",
    {
      config: { permission: "read" },
      schema: {
        summary: "A file that came with a plan",
        tags,
        params: planFileParamsSchema,
        produces: ["application/octet-stream"],
      },
    },
    async (request, reply) => {
      const { planId, "*": path } = request.params;
      const bytes = await showPlanFile(service, { planId, path, by: request.principal.name });
      return reply
        .type("application/octet-stream")
        .header("content-disposition", `attachment; filename="${path.split("/").at(-1) ?? "file"}"`)
        .send(Buffer.from(bytes));
    },
  );
  app.get(
    "/policy",
    {
      config: { permission: "read" },
      schema: {
        summary: "The policy in force for what is handed in here",
        tags,
        response: { 200: policySchema },
      },
    },
    async () => showPolicy(service),
  );
}

function reviewing(app: ServiceApp, service: Service): void {
  app.get(
    "/plans/:planId/review",
    {
      config: { permission: "read" },
      schema: {
        summary: "What changed against the newest approved plan of the same name, and what an approver agrees to",
        tags,
        params: planIdParamsSchema,
        querystring: planReviewQuerySchema,
        response: { 200: planReviewSchema },
      },
    },
    async (request) =>
      reviewSubmitted(service, { planId: request.params.planId, against: request.query.against ?? null }),
  );
  const verdict = {
    config: { permission: "approve-plan" as const },
    schema: { tags, params: planIdParamsSchema, body: approveRequestSchema, response: { 201: approvedSchema } },
  };
  app.post(
    "/plans/:planId/approvals",
    { ...verdict, schema: { ...verdict.schema, summary: "Approve exactly what was reviewed" } },
    async (request, reply) => {
      const { hash, comment } = request.body;
      const by = request.principal.name;
      const { planId } = request.params;
      return reply.code(201).send(await approveSubmitted(service, { planId, hash, comment: comment ?? null, by }));
    },
  );
  app.post(
    "/plans/:planId/rejections",
    { ...verdict, schema: { ...verdict.schema, summary: "Reject a plan until another one is handed in" } },
    async (request, reply) => {
      const { hash, comment } = request.body;
      const by = request.principal.name;
      const { planId } = request.params;
      return reply.code(201).send(await rejectSubmitted(service, { planId, hash, comment: comment ?? null, by }));
    },
  );
}
