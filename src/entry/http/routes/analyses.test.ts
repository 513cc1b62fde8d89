import multipart from "@fastify/multipart";
import Fastify from "fastify";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { analysesWorld, jtlOf, type AnalysesWorld } from "../../../../test/support/analyses-world.ts";
import { comparedRunsSchema, importedSchema } from "../../../contract/api/analyses.ts";
import { portfolioSchema } from "../../../contract/api/portfolio.ts";
import { problemSchema } from "../../../contract/api/problem.ts";
import { recommendationSchema } from "../../../contract/api/recommendations.ts";
import type { Role } from "../../../contract/api/roles.ts";
import { runAnalysisSchema } from "../../../contract/api/runs.ts";
import {
  baselinesDocumentSchema,
  historyDocumentSchema,
  regressionsDocumentSchema,
} from "../../../contract/history-document.ts";
import { ledgerEntrySchema, type LedgerEntry } from "../../../contract/ledger.ts";
import { runDocumentSchema, type RunDocument } from "../../../contract/run.ts";
import { baselineEndpoint, baselineRun, dayMs } from "../../../ports/baseline-runs.contract.ts";
import { ledgerEntry } from "../../../ports/ledger-entry.contract.ts";
import { answerErrors } from "../answer-errors.ts";
import type { ServiceApp, ZodTypeProvider } from "../service-app.ts";
import { useZodSchemas } from "../zod-schemas.ts";
import { analysisRoutes } from "./analyses.ts";
import { baselineRoutes } from "./baselines.ts";
import { portfolioRoutes } from "./portfolio.ts";

let world: AnalysesWorld;
let app: ServiceApp;
/** Of whoever asks. */
let roles: readonly Role[];
beforeEach(async () => {
  roles = ["engineer"];
  world = await analysesWorld();
  app = Fastify({ bodyLimit: 10_000_000 }).withTypeProvider<ZodTypeProvider>();
  useZodSchemas(app);
  answerErrors(app);
  app.decorateRequest("principal");
  app.addHook("onRequest", async (request) => {
    request.principal = { name: "ana", roles, by: "token", expiresAt: null };
  });
  await app.register(multipart);
  analysisRoutes(app, world.service);
  baselineRoutes(app, world.service);
  portfolioRoutes(app, world.service);
  await app.ready();
});
afterEach(async () => {
  await app.close();
  await world.close();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

async function ask(
  method: "GET" | "POST" | "PUT" | "DELETE",
  url: string,
  payload?: object | string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, text: answer.payload, headers: answer.headers };
}

const bodyOf = async (asked: Promise<Answer>, status = 200): Promise<unknown> => {
  const answer = await asked;
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([status, expect.anything()]);
  return JSON.parse(answer.text);
};

async function codeOf(asked: Promise<Answer>): Promise<readonly [number, string]> {
  const { status, text } = await asked;
  return [status, problemSchema.parse(JSON.parse(text)).code];
}

async function upload(
  files: Readonly<Record<string, string>>,
  texts: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const form = new FormData();
  for (const [part, text] of Object.entries(texts)) form.append(part, text);
  for (const [part, content] of Object.entries(files)) form.append(part, new Blob([content]), `${part}.jtl`);
  const encoded = new Response(form);
  return ask("POST", "/analyse", Buffer.from(await encoded.arrayBuffer()), {
    "content-type": encoded.headers.get("content-type") ?? "",
  });
}

const latencies = Array.from({ length: 600 }, (_, place) => 100 + (place % 10));
const slos = "apiVersion: perf-agent/v1\nkind: SloSet\nobjectives:\n  - p95 of checkout < 50ms\n";

async function judged(label = "checkout"): Promise<RunDocument> {
  const answer = await upload({ results: jtlOf(latencies, label) }, { slos, service: "shop" });
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([200, expect.anything()]);
  return runDocumentSchema.parse(JSON.parse(answer.text));
}

describe("the routes of analyses", () => {
  it("judge results that are handed in, and say where all of it is", async () => {
    const answer = await upload({ results: jtlOf(latencies) }, { slos, service: "shop" });
    const { runId, verdict, service } = runDocumentSchema.parse(JSON.parse(answer.text));
    expect([answer.status, verdict, service]).toEqual([200, "fail", "shop"]);
    expect(answer.headers["location"]).toBe(`runs/${runId}/analysis`);
    const analysis = runAnalysisSchema.parse(await bodyOf(ask("GET", `/runs/${runId}/analysis`)));
    expect(analysis.document.runId).toBe(runId);
  });

  it("judge a run again, and show what came of it beside what was", async () => {
    const { runId } = await judged();
    const answer = await ask("POST", "/analyse", { runId, slos: slos.replace("50ms", "500ms") });
    expect(runDocumentSchema.parse(JSON.parse(answer.text)).verdict).toBe("pass");
    expect(answer.headers["location"]).toBe(`runs/${runId}/analysis?analysis=1`);
    for (const [query, verdict] of [
      ["", "fail"],
      ["?analysis=1", "pass"],
      ["?analysis=latest", "pass"],
    ])
      expect(await bodyOf(ask("GET", `/runs/${runId}/analysis${query}`))).toMatchObject({ document: { verdict } });
    expect(await codeOf(ask("GET", `/runs/${runId}/analysis?analysis=2`))).toEqual([404, "PA_ANALYSIS_NOT_FOUND"]);
  });

  it("give reports in which nothing runs, whatever a target or a label said", async () => {
    const { runId } = await judged("<script>alert(1)</script>");
    const html = await ask("GET", `/runs/${runId}/report.html`);
    expect(html.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(html.headers["content-security-policy"]).toMatch(
      /^sandbox; default-src 'none'; style-src 'unsafe-inline';/u,
    );
    expect(String(html.headers["content-security-policy"])).not.toContain("allow-scripts");
    expect(html.text).not.toContain("<script");
    const markdown = await ask("GET", `/runs/${runId}/report.md`);
    expect(markdown.headers["content-type"]).toBe("text/markdown; charset=utf-8");
    expect(markdown.text).not.toMatch(/(?<!\\)<script/u);
    expect(runDocumentSchema.parse(await bodyOf(ask("GET", `/runs/${runId}/report.json`))).runId).toBe(runId);
  });

  it("keep answers to recommendations", async () => {
    const { runId } = await judged();
    const { recommendations } = runAnalysisSchema.parse(await bodyOf(ask("GET", `/runs/${runId}/analysis`)));
    const url = `/runs/${runId}/recommendations/${recommendations[0]?.id ?? ""}/answer`;
    const answered = recommendationSchema.parse(await bodyOf(ask("PUT", url, { accepted: true })));
    expect(answered.answer).toMatchObject({ accepted: true, by: "ana" });
    expect(portfolioSchema.parse(await bodyOf(ask("GET", "/portfolio"))).acceptance).toEqual({
      answered: 1,
      accepted: 1,
      share: 1,
    });
    const unknown = ask("PUT", `/runs/${runId}/recommendations/c-0/answer`, { accepted: true });
    expect(await codeOf(unknown)).toEqual([404, "PA_RECOMMENDATION_NOT_FOUND"]);
  });

  it("hold two to ten runs side by side, each once", async () => {
    const [one, other] = [await judged(), await judged()];
    const compared = await bodyOf(ask("GET", `/compare?runs=${one.runId},${other.runId}`));
    expect(comparedRunsSchema.parse(compared).runs.map(({ runId }) => runId)).toEqual([one.runId, other.runId]);
    for (const runs of [
      one.runId,
      `${one.runId},${one.runId}`,
      Array.from({ length: 11 }, (_, n) => `r${n}`).join(","),
    ])
      expect(await codeOf(ask("GET", `/compare?runs=${runs}`))).toEqual([400, "PA_REQUEST_INVALID"]);
  });

  test.each<[string, () => Promise<Answer>, number, string]>([
    ["a run that nobody knows", () => ask("POST", "/analyse", { runId: "r1" }), 404, "PA_RUN_NOT_FOUND"],
    ["a run by a path", () => ask("POST", "/analyse", { runId: "../../etc" }), 400, "PA_REQUEST_INVALID"],
    ["a path of ours", () => ask("POST", "/analyse", { upload: { directory: "/" } }), 400, "PA_REQUEST_INVALID"],
    ["no body", () => ask("POST", "/analyse"), 422, "PA_UPLOAD_INVALID"],
    ["no results", () => upload({}, { service: "shop" }), 422, "PA_UPLOAD_INVALID"],
    ["results that are none", () => upload({ results: "hello\n" }), 422, "PA_IMPORT_FORMAT"],
    ["too many results", () => upload({ results: "x".repeat(200_001) }), 413, "PA_UPLOAD_TOO_LARGE"],
    ["a path in a run id", () => ask("GET", "/runs/..%2f..%2fetc/report.html"), 400, "PA_REQUEST_INVALID"],
  ])("refuse %s", async (_, asked, status, code) => {
    expect(await codeOf(asked())).toEqual([status, code]);
  });
});

describe("the routes of baselines", () => {
  const series = {
    schemaVersion: 1,
    service: "shop",
    runs: [1, 2, 3].map((day) =>
      baselineRun(`r${day}`, day * dayMs, { endpoints: [baselineEndpoint({ endpoint: "=cmd()" })] }),
    ),
  };
  const send = (ledger: readonly LedgerEntry[]): Promise<Answer> =>
    ask("POST", "/baselines/import", { ...series, pins: [], ledger, calibrations: [] });
  const take = (): Promise<unknown> => bodyOf(ask("POST", "/baselines/import", series));

  it("take in a series and give it out again, as JSON and as a CSV that no spreadsheet runs", async () => {
    expect(importedSchema.parse(await take())).toEqual({ service: "shop", runs: 3 });
    const undecided = { pins: [], ledger: [], calibrations: [] };
    expect(await bodyOf(ask("GET", "/baselines/export?service=shop"))).toEqual({ ...series, ...undecided });
    const csv = await ask("GET", "/baselines/export?service=shop&format=csv");
    expect(csv.headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="baselines-shop.csv"',
    });
    expect(csv.text).toContain(",'=cmd(),");
    const again = ask("POST", "/baselines/import", csv.text, { "content-type": "text/csv" });
    expect(await bodyOf(again)).toEqual({ service: "shop", runs: 3 });
    const { endpoints } = (await (await world.service.store()).runs.baseline("r1")) ?? { endpoints: [] };
    expect(endpoints.map(({ endpoint }) => endpoint)).toEqual(["=cmd()"]);
  });

  it("say what is wrong with a series, and where", async () => {
    const [first] = series.runs;
    const damaged = { ...series, runs: [{ ...first, endpoints: [baselineEndpoint({ p95: -1 })] }] };
    const answer = await ask("POST", "/baselines/import", damaged);
    const { detail, code } = problemSchema.parse(JSON.parse(answer.text));
    expect([answer.status, code]).toEqual([422, "PA_BASELINE_INVALID"]);
    expect(detail).toContain("run r1: checkout in buy: p95 is -1");
  });

  it("take no decision out of a file that whoever sends it may not take", async () => {
    const { ledger } = await world.service.store();
    const acceptance = { by: "the approver", at: 1, reason: "agreed", until: 9e12 };
    const accepted = ledgerEntry({ state: "accepted", acceptance });
    await ledger.put([ledgerEntry()]);
    for (const entry of [
      accepted,
      ledgerEntry({ state: "closed" }),
      ledgerEntry({ id: "unknown", state: "accepted", acceptance }),
    ]) {
      expect(await codeOf(send([ledgerEntry({ id: "first" }), entry]))).toEqual([403, "PA_ACCESS_DENIED"]);
      expect(await ledger.get(entry.id)).toEqual(entry.id === "unknown" ? null : ledgerEntry());
    }
    expect(await ledger.get("first")).toBeNull();

    roles = ["admin"];
    expect((await send([accepted])).status).toBe(200);
    expect(await ledger.get(accepted.id)).toEqual(accepted);
    roles = ["engineer"];
    expect((await send([accepted, ledgerEntry({ id: "other" })])).status).toBe(200);
    expect(await codeOf(send([ledgerEntry({ lastSeenAt: accepted.lastSeenAt + 1 })]))).toEqual([
      403,
      "PA_ACCESS_DENIED",
    ]);
    const prolonged = { ...accepted, acceptance: { ...acceptance, until: 9e13 } };
    expect(await codeOf(send([prolonged]))).toEqual([403, "PA_ACCESS_DENIED"]);
    expect(await ledger.get(accepted.id)).toEqual(accepted);
  });

  it("pin, unpin and drop runs in somebody's name", async () => {
    await take();
    await bodyOf(ask("PUT", "/baselines/r2/pin", { label: "release 4" }));
    const listed = async (): Promise<unknown[]> =>
      baselinesDocumentSchema
        .parse(await bodyOf(ask("GET", "/baselines?service=shop")))
        .baselines.map(({ runId, pin }) => [runId, pin]);
    expect(await listed()).toEqual([
      ["r3", null],
      ["r2", "release 4"],
      ["r1", null],
    ]);
    expect(await bodyOf(ask("DELETE", "/baselines/r2/pin"))).toEqual({ runId: "r2" });
    expect(await bodyOf(ask("DELETE", "/baselines/r3"))).toEqual({ runId: "r3" });
    expect(await listed()).toEqual([
      ["r2", null],
      ["r1", null],
    ]);
    expect(await codeOf(ask("DELETE", "/baselines/r3"))).toEqual([404, "PA_RUN_NOT_FOUND"]);
    expect(await codeOf(ask("DELETE", "/baselines/latest"))).toEqual([400, "PA_REQUEST_INVALID"]);
    const { audit } = await world.service.store();
    const done = (await audit.list({ limit: 9 })).map(({ actor, action }) => `${actor} ${action}`);
    expect(done).toEqual(["ana drop-baseline", "ana unpin-baseline", "ana pin-baseline", "ana import-baselines"]);
  });

  it("show the course of a figure", async () => {
    await take();
    const history = historyDocumentSchema.parse(await bodyOf(ask("GET", "/history?name=shop&statistic=p99")));
    expect(history.series.map(({ endpoint, points }) => [endpoint, points.length])).toEqual([["=cmd()", 3]]);
    expect(await codeOf(ask("GET", "/history?name=other"))).toEqual([404, "PA_RUN_NOT_FOUND"]);
    expect(await codeOf(ask("GET", "/history"))).toEqual([400, "PA_REQUEST_INVALID"]);
  });

  it("list regressions, accept them for a time and take that back", async () => {
    const { ledger } = await world.service.store();
    await ledger.put([ledgerEntry(), ledgerEntry({ id: "r2", state: "closed" })]);
    const ids = async (query: string): Promise<string[]> =>
      regressionsDocumentSchema.parse(await bodyOf(ask("GET", `/regressions${query}`))).regressions.map(({ id }) => id);
    expect(await ids("")).toEqual(["r1"]);
    expect((await ids("?closed=true")).toSorted()).toEqual(["r1", "r2"]);
    expect(await ids("?service=other")).toEqual([]);
    const until = world.service.clock.now() + dayMs;
    const acceptance = ask("POST", "/regressions/r1/acceptance", { reason: " agreed ", until });
    expect(ledgerEntrySchema.parse(await bodyOf(acceptance)).acceptance).toMatchObject({ by: "ana", reason: "agreed" });
    expect(await bodyOf(ask("DELETE", "/regressions/r1/acceptance"))).toMatchObject({ state: "open" });
    expect(await codeOf(ask("DELETE", "/regressions/r9/acceptance"))).toEqual([404, "PA_REGRESSION_NOT_FOUND"]);
    const blank = ask("POST", "/regressions/r1/acceptance", { reason: "  ", until });
    expect(await codeOf(blank)).toEqual([400, "PA_REQUEST_INVALID"]);
  });
});
