import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import {
  analysesWorld,
  filePart,
  jtlOf,
  partsOf,
  textPart,
  type AnalysesWorld,
} from "../../../test/support/analyses-world.ts";
import { comparedRunsSchema } from "../../contract/api/analyses.ts";
import { runAnalysisSchema } from "../../contract/api/runs.ts";
import type { LeasedJob } from "../../ports/job-queue.ts";
import { baselineEndpoint, baselineRun } from "../../ports/baseline-runs.contract.ts";
import { analyse } from "./analyse.ts";
import { analyseJob } from "./analyse-job.ts";
import { analyseUpload } from "./analyse-upload.ts";
import { answerRecommendation } from "./answer-recommendation.ts";
import { compareManyRuns } from "./compare-many-runs.ts";
import { keepUpload, type UploadPart } from "./keep-upload.ts";
import { queueAnalysis } from "./queue-analysis.ts";
import { readReport } from "./read-report.ts";
import { showAnalysisOf } from "./show-analysis.ts";

let world: AnalysesWorld;
beforeEach(async () => {
  world = await analysesWorld();
});
afterEach(() => world.close());

/** A minute of requests of about `ms`. */
const minuteOf = (ms: number): string => jtlOf(Array.from({ length: 600 }, (_, place) => ms + (place % 10)));
const slos = (...lines: readonly string[]): string =>
  `apiVersion: perf-agent/v1\nkind: SloSet\nobjectives:\n${lines.map((line) => `  - ${line}\n`).join("")}`;

async function upload(...parts: readonly UploadPart[]): Promise<string> {
  const analysed = await analyseUpload(world.service, {
    upload: await keepUpload(world.service, partsOf(textPart("service", "shop"), ...parts)),
    actor: "ana",
  });
  if ("jobId" in analysed) throw new TypeError("it is short");
  return analysed.runId;
}

const uploaded = (ms: number, ...lines: readonly string[]): Promise<string> =>
  upload(
    filePart("results", "todo.jtl", minuteOf(ms)),
    textPart("slos", slos(...(lines.length === 0 ? ["p95 of checkout < 200ms"] : lines))),
  );

const again = (runId: string, more: { slos?: string }): ReturnType<typeof analyse> =>
  analyse(world.service, { request: { runId, ...more }, upload: null, actor: "ben", idempotencyKey: null });

describe("results that are handed in", () => {
  it("become a run of the service that names who handed them in, and leave no upload behind", async () => {
    const runId = await uploaded(100);
    const { runs, audit } = await world.service.store();
    expect(await runs.get(runId)).toMatchObject({ service: "shop", verdict: "pass", tags: { author: "ana" } });
    expect(await readdir(join(world.directory, "uploads"))).toEqual([]);
    expect(await audit.list({ limit: 9 })).toMatchObject([
      { actor: "ana", action: "import-results", runId, reasons: ["it is pass"] },
    ]);
  });

  it("are compared with the baselines that come with them", async () => {
    const runs = Array.from({ length: 12 }, (_, place) =>
      baselineRun(`b${place}`, 1_794_000_000_000 + place, {
        endpoints: [
          baselineEndpoint({
            scenario: "shop",
            requests: 600,
            failedRequests: 0,
            p50: 104 + (place % 3),
            p90: 108 + (place % 3),
            p95: 109 + (place % 3),
            p99: 109 + (place % 3),
          }),
        ],
      }),
    );
    const series = JSON.stringify({ schemaVersion: 1, service: "shop", runs });
    const runId = await upload(
      filePart("results", "todo.jtl", minuteOf(300)),
      textPart("slos", slos("p95 of checkout < 900ms")),
      filePart("baselines", "history.json", series),
    );
    const { document } = await showAnalysisOf(world.service, { runId });
    expect(document.baseline).toMatchObject({ runs: 12 });
    expect(document.comparisons.find(({ statistic }) => statistic === "p95")?.status).toMatch(/^regression/u);
  });

  test.each<[string, readonly UploadPart[], string, RegExp]>([
    [
      "are no results",
      [filePart("results", "x.csv", "hello\nworld\n")],
      "PA_IMPORT_FORMAT",
      /: x\.csv begins like none/u,
    ],
    [
      "come with objectives that cannot be understood",
      [filePart("results", "x.jtl", minuteOf(1)), filePart("slos", "slo.yaml", slos("p95 of checkout < blue"))],
      "PA_SLO_INVALID",
      /blue/u,
    ],
    [
      "come with a damaged series",
      [filePart("results", "x.jtl", minuteOf(1)), filePart("baselines", "b.json", "{}")],
      "PA_BASELINE_INVALID",
      /schemaVersion/u,
    ],
  ])("that %s are refused by their own names, and nothing is kept", async (_, parts, code, text) => {
    const failure = await upload(...parts).catch((error: unknown) => error);
    expect(failure).toMatchObject({ mistakes: expect.arrayContaining([expect.objectContaining({ code })]) });
    expect(String(failure)).toMatch(text);
    expect(JSON.stringify(failure)).not.toContain(world.directory);
    expect(String(failure)).not.toContain(world.directory);
    expect(await readdir(join(world.directory, "uploads"))).toEqual([]);
    expect(await readdir(join(world.directory, "runs")).catch(() => [])).toEqual([]);
  });
});

describe("the analysis of a run", () => {
  it("has what a page draws, is judged once, and leaves the bundle as it was sealed", async () => {
    const runId = await uploaded(100, "p95 of checkout < 50ms");
    const analysis = await showAnalysisOf(world.service, { runId });
    expect(runAnalysisSchema.parse(analysis)).toEqual(analysis);
    expect(analysis.document.verdict).toBe("fail");
    expect(analysis.charts.length).toBeGreaterThan(0);
    expect(analysis.recommendations[0]).toMatchObject({ source: "computed", answer: null });
    const folder = await world.service.folders.open(runId);
    expect(await folder.has("analyses/shown-0.0.0.json")).toBe(true);
    await folder.verify();
    expect(await showAnalysisOf(world.service, { runId })).toEqual(analysis);
  });

  it("is judged anew where what was kept of it is damaged", async () => {
    const runId = await uploaded(100);
    const analysis = await showAnalysisOf(world.service, { runId });
    const folder = await world.service.folders.open(runId);
    await folder.write("analyses/shown-0.0.0.json", "{}");
    expect(await showAnalysisOf(world.service, { runId })).toEqual(analysis);
  });

  it("can be made again by other objectives, which changes neither the run nor the analyses before", async () => {
    const runId = await uploaded(100);
    expect(await again(runId, { slos: slos("p95 of checkout < 50ms") })).toMatchObject({
      runId,
      number: 1,
      document: { verdict: "fail" },
    });
    expect(await again(runId, { slos: slos("p95 of checkout < 999ms") })).toMatchObject({ number: 2 });
    const verdictOf = async (analysis?: number | "latest"): Promise<string> =>
      (await showAnalysisOf(world.service, { runId, analysis })).document.verdict;
    expect(await Promise.all([verdictOf(), verdictOf(1), verdictOf("latest")])).toEqual(["pass", "fail", "pass"]);
    await expect(verdictOf(3)).rejects.toMatchObject({ mistakes: [{ code: "PA_ANALYSIS_NOT_FOUND" }] });
    expect(await readReport(world.service, { runId, ending: "json", analysis: 1 })).toContain('"verdict": "fail"');
    expect(await readReport(world.service, { runId, ending: "json" })).toContain('"verdict": "pass"');
    expect(await readReport(world.service, { runId, ending: "html" })).toContain("<!doctype html>");
    const { audit } = await world.service.store();
    expect(await audit.list({ runId, limit: 1 })).toMatchObject([
      { actor: "ben", action: "analyse", reasons: ["analysis 2: pass", "other objectives"] },
    ]);
  });

  it("numbers analyses that are asked for at one time one after the other", async () => {
    const runId = await uploaded(100);
    const made = await Promise.all([50, 60, 70].map((ms) => again(runId, { slos: slos(`p95 of checkout < ${ms}ms`) })));
    expect(
      made.flatMap((one) => ("number" in one ? [one.number ?? 0] : [])).toSorted((one, other) => one - other),
    ).toEqual([1, 2, 3]);
  });

  it("names what is unknown, and what is asked for without saying of what", async () => {
    await expect(again("20260101-nothing", {})).rejects.toMatchObject({ mistakes: [{ code: "PA_RUN_NOT_FOUND" }] });
    await expect(
      analyse(world.service, { request: null, upload: null, actor: "ben", idempotencyKey: null }),
    ).rejects.toMatchObject({ mistakes: [{ code: "PA_UPLOAD_INVALID" }] });
  });

  it("is not there for a run that has none", async () => {
    const { runs } = await world.service.store();
    const runId = await uploaded(100);
    const stored = await runs.get(runId);
    if (stored === null) throw new TypeError("it was saved");
    await runs.save({ ...stored, runId: "r1", state: "running", verdict: null }, null, null);
    await runs.save({ ...stored, runId: "r2", state: "failed", verdict: null }, null, null);
    await runs.save({ ...stored, runId: "r3", directory: "/nowhere/r3" }, null, null);
    const codeOf = (id: string): Promise<unknown> =>
      showAnalysisOf(world.service, { runId: id }).catch((error: unknown) => error);
    expect(await codeOf("r1")).toMatchObject({ mistakes: [{ code: "PA_RUN_NOT_OVER" }] });
    expect(await codeOf("r2")).toMatchObject({ mistakes: [{ code: "PA_ANALYSIS_NOT_FOUND" }] });
    expect(await codeOf("r3")).toMatchObject({
      mistakes: [{ code: "PA_RUN_NOT_FOUND", text: "the folder of run r3 is not here any more" }],
    });
  });
});

describe("a recommendation", () => {
  it("is answered by somebody, whose newest answer stands", async () => {
    const runId = await uploaded(100, "p95 of checkout < 50ms");
    const [first] = (await showAnalysisOf(world.service, { runId })).recommendations;
    if (first === undefined) throw new TypeError("a failed run recommends something");
    const answer = { runId, recommendationId: first.id, actor: "ana" };
    await answerRecommendation(world.service, { ...answer, accepted: false, comment: "not now" });
    world.pass(1000);
    const answered = await answerRecommendation(world.service, { ...answer, accepted: true });
    expect(answered.answer).toMatchObject({ accepted: true, by: "ana", comment: null });
    expect((await showAnalysisOf(world.service, { runId })).recommendations[0]).toEqual(answered);
    const { answers } = await world.service.store();
    expect(await answers.count()).toEqual({ answered: 1, accepted: 1 });
  });

  it("of a later analysis is answered too, and one that nobody gave is not", async () => {
    const runId = await uploaded(100);
    await again(runId, { slos: slos("p95 of checkout < 50ms") });
    const [first] = (await showAnalysisOf(world.service, { runId, analysis: 1 })).recommendations;
    if (first === undefined) throw new TypeError("a failed run recommends something");
    const answer = { runId, accepted: true, actor: "ana" };
    await answerRecommendation(world.service, { ...answer, recommendationId: first.id });
    await expect(
      answerRecommendation(world.service, { ...answer, recommendationId: "c-00000000" }),
    ).rejects.toMatchObject({ mistakes: [{ code: "PA_RECOMMENDATION_NOT_FOUND" }] });
  });
});

describe("runs side by side", () => {
  it("have a figure each, in the order that was asked for, and say how they differ from the first", async () => {
    const [slow, fast] = [await uploaded(300), await uploaded(100)];
    const compared = await compareManyRuns(world.service, [slow, fast]);
    expect(comparedRunsSchema.parse(compared)).toEqual(compared);
    expect(compared.runs.map(({ runId }) => runId)).toEqual([slow, fast]);
    expect(compared.endpoints).toHaveLength(1);
    const [endpoint] = compared.endpoints;
    expect(endpoint).toMatchObject({ endpoint: "checkout", requests: [600, 600], errorRate: [0, 0] });
    expect(endpoint?.p50[0]).toBeGreaterThan(2 * (endpoint?.p50[1] ?? NaN));
  });
});

/** Does the next job as the loop would. */
async function work(): Promise<{ job: LeasedJob; done: Awaited<ReturnType<typeof analyseJob>> }> {
  const { jobs } = await world.service.store();
  const job = await jobs.lease({ now: world.service.clock.now(), leaseMs: 10_000 });
  if (job === null) throw new TypeError("a job was queued");
  const { signal } = new AbortController();
  return { job, done: await analyseJob(world.service, job, { stopping: signal, lost: signal }) };
}

describe("a long analysis", () => {
  it("is a job that anybody's process may do: of a run", async () => {
    const runId = await uploaded(100);
    const payload = {
      of: "run" as const,
      runId,
      slos: [{ text: slos("p95 of checkout < 50ms"), file: "slos" }],
      baselines: null,
      actor: "ben",
    };
    const { jobId } = await queueAnalysis(world.service, payload, "key-1");
    expect(await queueAnalysis(world.service, payload, "key-1")).toEqual({ jobId });
    const { job, done } = await work();
    expect([job.jobId, done]).toEqual([jobId, { runId }]);
    expect((await showAnalysisOf(world.service, { runId, analysis: "latest" })).document.verdict).toBe("fail");
  });

  it("is a job that anybody's process may do: of an upload", async () => {
    const kept = await keepUpload(world.service, partsOf(filePart("results", "todo.jtl", minuteOf(100))));
    await queueAnalysis(
      world.service,
      { of: "upload", upload: { ...kept, sloFiles: [...kept.sloFiles] }, actor: "ben" },
      null,
    );
    const { done } = await work();
    const { runs } = await world.service.store();
    expect(await runs.get(done?.runId ?? "")).toMatchObject({ service: "imported", environment: "imported" });
    expect(await readdir(join(world.directory, "uploads"))).toEqual([]);
  });

  it("is left to the next process when the service is being stopped", async () => {
    const stopping = AbortSignal.abort();
    const job = { payload: "{}" } as LeasedJob;
    expect(await analyseJob(world.service, job, { stopping, lost: stopping })).toBeNull();
  });
});
