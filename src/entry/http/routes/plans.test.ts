import { gzipSync } from "node:zlib";
import multipart from "@fastify/multipart";
import Fastify from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { person, planRequest, plansWorld, type PlansWorld } from "../../../../test/support/plans-world.ts";
import {
  approvedSchema,
  checkedPlanSchema,
  planPageSchema,
  planResourceSchema,
  planReviewSchema,
  submittedPlanSchema,
  type SubmittedPlan,
} from "../../../contract/api/plans.ts";
import { problemSchema } from "../../../contract/api/problem.ts";
import type { Principal } from "../../../ports/token-verifier.ts";
import { answerErrors } from "../answer-errors.ts";
import type { ServiceApp, ZodTypeProvider } from "../service-app.ts";
import { useZodSchemas } from "../zod-schemas.ts";
import { planRoutes } from "./plans.ts";

let world: PlansWorld;
let app: ServiceApp;
let who: Principal;
beforeEach(async () => {
  world = await plansWorld();
  who = person("ana", "engineer");
  app = Fastify({ bodyLimit: 10_000_000 }).withTypeProvider<ZodTypeProvider>();
  useZodSchemas(app);
  answerErrors(app);
  app.decorateRequest("principal");
  app.addHook("onRequest", async (request) => {
    request.principal = who;
  });
  await app.register(multipart);
  planRoutes(app, world.service);
  await app.ready();
});
afterEach(async () => {
  await app.close();
  await world.close();
});

async function post(url: string, body: object): Promise<{ status: number; body: unknown }> {
  const answer = await app.inject({ method: "POST", url, payload: body });
  return { status: answer.statusCode, body: answer.json() };
}

async function get(url: string): Promise<{ status: number; body: unknown }> {
  const answer = await app.inject({ method: "GET", url });
  return { status: answer.statusCode, body: answer.json() };
}

async function upload(url: string, form: FormData): Promise<{ status: number; body: unknown }> {
  const encoded = new Response(form);
  const answer = await app.inject({
    method: "POST",
    url,
    headers: { "content-type": encoded.headers.get("content-type") ?? "" },
    payload: Buffer.from(await encoded.arrayBuffer()),
  });
  return { status: answer.statusCode, body: answer.json() };
}

function formOf(
  files: readonly (readonly [part: string, name: string, content: string | Uint8Array<ArrayBuffer>])[],
): FormData {
  const form = new FormData();
  for (const [part, name, content] of files) form.append(part, new Blob([content]), name);
  return form;
}

async function submitted(): Promise<SubmittedPlan> {
  return submittedPlanSchema.parse((await post("/plan", planRequest())).body);
}

describe("the routes of plans", () => {
  it("take a plan as JSON and as parts, which are the same", async () => {
    const plan = await submitted();
    const { plan: text, slos, data } = planRequest();
    const form = formOf([
      ["plan", "my.yaml", text],
      ["slos", "1.yaml", slos],
      ["data", "data/users.csv.gz", gzipSync(data["data/users.csv"])],
    ]);
    const { status, body } = await upload("/plan", form);
    expect(status).toBe(200);
    expect(submittedPlanSchema.parse(body).planId).toBe(plan.planId);
  });

  it("show what was handed in, in a list, whole, by file, and for review", async () => {
    const { planId } = await submitted();
    expect(planPageSchema.parse((await get("/plans?limit=1")).body).items).toMatchObject([{ planId }]);
    expect(planResourceSchema.parse((await get(`/plans/${planId}`)).body)).toMatchObject({ planId, author: "ana" });
    expect(planReviewSchema.parse((await get(`/plans/${planId}/review`)).body)).toMatchObject({ plan: "checkout" });
    const file = await app.inject({ method: "GET", url: `/plans/${planId}/files/data/users.csv` });
    expect([file.statusCode, file.body]).toEqual([200, "name\nann\nbea\n"]);
    expect(file.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": 'attachment; filename="users.csv"',
    });
    expect((await get("/policy")).body).toMatchObject({ schemaVersion: 1, secrets: ["SHOP_PASSWORD"] });
    expect((await get("/plan-schema")).body).toMatchObject({ type: "object", title: "A test plan as typed" });
  });

  it("let others approve and reject it", async () => {
    const { planId, hash } = await submitted();
    who = person("ben", "approver");
    const approved = await post(`/plans/${planId}/approvals`, { hash, comment: "go" });
    expect([approved.status, approvedSchema.parse(approved.body).state]).toEqual([201, "approved"]);
    const rejected = await post(`/plans/${planId}/rejections`, { hash });
    expect([rejected.status, approvedSchema.parse(rejected.body).state]).toEqual([201, "rejected"]);
  });

  it("answer a check of a bad plan with its mistakes", async () => {
    const { status, body } = await post("/plans/check", planRequest({ more: "nonsense: 1\n" }));
    expect(status).toBe(200);
    expect(checkedPlanSchema.parse(body)).toMatchObject({ valid: false, errors: [{ file: "plan.yaml", line: 7 }] });
  });

  it.each<[string, number, string, () => Promise<{ status: number; body: unknown }>]>([
    ["a bad plan", 422, "PA_PLAN_UNKNOWN_FIELD", () => post("/plan", planRequest({ more: "nonsense: 1\n" }))],
    ["no plan at all", 400, "PA_REQUEST_INVALID", () => post("/plan", {})],
    ["parts without a plan", 400, "PA_REQUEST_INVALID", () => upload("/plan", formOf([["slos", "s.yaml", "x"]]))],
    ["an unknown part", 422, "PA_UPLOAD_INVALID", () => upload("/plan", formOf([["script", "main.js", "x"]]))],
    [
      "a file name that leads out",
      400,
      "PA_REQUEST_INVALID",
      () =>
        upload(
          "/plan",
          formOf([
            ["plan", "p", "name: x"],
            ["data", "../../x.csv", "x"],
          ]),
        ),
    ],
    [
      "a small file that unpacks to more than is taken",
      413,
      "PA_UPLOAD_TOO_LARGE",
      () =>
        upload(
          "/plan",
          formOf([
            ["plan", "p", "name: x"],
            ["data", "a.csv.gz", gzipSync(Buffer.alloc(2_000_000))],
          ]),
        ),
    ],
    ["a plan that is not there", 404, "PA_PLAN_NOT_FOUND", () => get("/plans/none")],
    ["a path in place of a plan", 404, "PA_PLAN_NOT_FOUND", () => get("/plans/..%2F..%2Fkeys")],
    ["a file name that climbs", 400, "PA_REQUEST_INVALID", () => get("/plans/x/files/..%2F..%2Fkeys")],
    ["a path to compare with", 400, "PA_REQUEST_INVALID", () => get("/plans/x/review?against=%2Fetc%2Fpasswd")],
  ])("answer %s as a problem", async (_, status, code, ask) => {
    const answer = await ask();
    expect([answer.status, problemSchema.parse(answer.body).code]).toEqual([status, code]);
  });

  it("do not let an author approve", async () => {
    const { planId, hash } = await submitted();
    const { status, body } = await post(`/plans/${planId}/approvals`, { hash });
    expect([status, problemSchema.parse(body).code]).toEqual([403, "PA_APPROVAL_AUTHOR"]);
  });
});
