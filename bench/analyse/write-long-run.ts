import { localRunFolders } from "../../src/adapters/files/local-run-folders.ts";
import type { BaselineRun } from "../../src/contract/baseline.ts";
import { comparisonBasisSchema, defaultComparisonRules, type ComparisonBasis } from "../../src/contract/comparison.ts";
import type { RunRecord } from "../../src/contract/run.ts";
import { limitRulesOf } from "../../src/contract/slo-set.ts";
import { encodeWindows } from "../../src/contract/encode-windows.ts";
import type { CollectionSummary } from "../../src/contract/window.ts";
import { previewLoad } from "../../src/pipeline/plan/arithmetic.ts";
import { understandSlos } from "../../src/pipeline/plan/objectives/understand-slos.ts";
import { understandPlan } from "../../src/pipeline/plan/understand-plan.ts";
import { writeEffectivePlan } from "../../src/pipeline/plan/write-effective-plan.ts";
import { bundleFiles, judge, toJson } from "../../src/services/run-bundle.ts";
import { drawWindows, type DrawnScenario } from "./draw-windows.ts";

const seconds = 1800;
const startedAt = Date.UTC(2026, 10, 22, 14, 2, 33);
const runId = "20261122-140233-long-run-5eed";

const scenarios: readonly DrawnScenario[] = ["browse", "search", "buy", "admin"].map((name, index) => ({
  name,
  endpoints: Array.from({ length: 5 }, (_, number) => `${name}-${number + 1}`),
  medianMs: 20 * (index + 1),
}));

const planOf = (requestsPerSecond: number): string => `apiVersion: perf-agent/v1
kind: TestPlan
name: long-run
service: shop
target: { environment: local }
seed: 20261122
endpoints:
${scenarios.flatMap(({ endpoints }) => endpoints.map((name) => `  ${name}: { method: GET, path: /${name} }\n`)).join("")}scenarios:
${scenarios
  .map(
    ({ name, endpoints }) => `  ${name}:
    load: { profile: load, rate: ${requestsPerSecond / scenarios.length}/s, maxVus: 200, rampUp: 1s, hold: 29m58s, rampDown: 1s }
    mix: { ${endpoints.map((endpoint) => `${endpoint}: 1`).join(", ")} }
`,
  )
  .join("")}`;

const slos = `apiVersion: perf-agent/v1
kind: SloSet
service: shop
objectives:
  - p95 of buy-1 in buy < 400ms
  - p95 of all < 500ms in every 30s
  - p99 of each < 2s
  - p90 waiting of each < 300ms
  - p95 journey of buy < 12s
  - errors of all < 1%
  - throughput of browse > 100/s
  - p95 of search-1 < 500ms in 95% of 10s
`;

/**
 * Writes a sealed run folder below `root` as `perf-agent run` leaves it: half an hour, 20 endpoints, every measure of each, and as
 * many baselines as a comparison takes of a longer history, 30. Always the same one; `requestsPerSecond` is a multiple of 20.
 */
export async function writeLongRun(
  root: string,
  agentVersion: string,
  requestsPerSecond: number,
): Promise<{ readonly directory: string; readonly requests: number }> {
  const understood = understandPlan({
    text: planOf(requestsPerSecond),
    file: "plan.yaml",
    environment: undefined,
    overrides: [],
    environments: { local: { kind: "local", baseUrl: "http://127.0.0.1:8080", others: {}, tlsCaFile: null } },
    files: {},
  });
  const objectives = understandSlos([{ text: slos, file: "slo.yaml" }], understood.plan).slos;
  const preview = previewLoad(understood.plan);
  const folder = await localRunFolders(root).create(runId);
  const draw = drawWindows(scenarios, requestsPerSecond, limitRulesOf(objectives));
  for (let second = 0; second < seconds; second++) {
    await folder.appendWindows(encodeWindows([draw(Math.ceil(startedAt / 1000) * 1000 + second * 1000)]));
  }
  const requests = seconds * requestsPerSecond;
  const collection: CollectionSummary = {
    format: "k6-csv",
    rows: requests * 13,
    badRows: 0,
    badRowExamples: [],
    firstAt: startedAt,
    lastAt: startedAt + seconds * 1000,
    truncated: false,
    foldedSeries: 0,
    leftovers: null,
    scenarioStarts: Object.fromEntries(scenarios.map(({ name }) => [name, startedAt])),
  };
  const record: RunRecord = {
    schemaVersion: 1,
    runId,
    state: "finished",
    stoppedBy: null,
    startedAt,
    finishedAt: startedAt + seconds * 1000 + 1000,
    service: "shop",
    environment: "local",
    plan: { name: "long-run", sha256: "5e".repeat(32), seed: understood.plan.seed },
    tags: {},
    engine: { name: "k6", version: "2.2.0" },
    agentVersion,
    outcome: {
      exitCode: 0,
      signal: null,
      scriptErrors: [],
      scriptErrorCount: 0,
      guardHits: 0,
      messages: [],
      summary: { requests, iterations: requests },
      peakCpuShare: 0.5,
      receiverLagMs: 20,
      clockStepMs: 0,
      connections: null,
    },
    guard: { decision: "allow", hits: 0 },
    cost: { estimated: 0, actual: 0, currency: "EUR" },
    attempts: [],
    reducedTo: null,
    stoppedAt: null,
    cutIterations: 0,
    imported: false,
    purpose: "run",
    control: null,
  };
  const common = {
    record,
    plan: understood.plan,
    preview,
    slos: objectives,
    collection,
    rules: defaultComparisonRules,
    certificate: null,
  };
  const windows = await folder.readWindows();
  const alone = await judge({ ...common, windows, baselines: basisOf([]) });
  const runs = Array.from({ length: 30 }, (_, index) => earlier(alone.analysis.asBaseline, index + 1));
  const baselines = basisOf(runs);
  const { files } = await judge({ ...common, windows, baselines });
  await folder.write(bundleFiles.plan, writeEffectivePlan(understood.plan));
  await folder.write(bundleFiles.preview, toJson(preview));
  await folder.write(bundleFiles.objectives, toJson(objectives));
  await folder.write(bundleFiles.baselines, toJson(baselines));
  await folder.write(bundleFiles.record, toJson(record));
  await folder.write(bundleFiles.collection, toJson(collection));
  for (const [name, content] of Object.entries(files)) await folder.write(name, content);
  await folder.seal();
  return { directory: folder.directory, requests };
}

function basisOf(runs: readonly BaselineRun[]): ComparisonBasis {
  return comparisonBasisSchema.parse({ schemaVersion: 1, fingerprint: "f", runs });
}

/** The same run some days before, a few percent faster or slower. */
function earlier(run: BaselineRun, days: number): BaselineRun {
  const factor = 1 + ((days % 5) - 2) / 100;
  return {
    ...run,
    runId: `${run.runId}-${days}`,
    startedAt: run.startedAt - days * 86_400_000,
    endpoints: run.endpoints.map((endpoint) => ({
      ...endpoint,
      p50: endpoint.p50 * factor,
      p90: endpoint.p90 * factor,
      p95: endpoint.p95 * factor,
      p99: endpoint.p99 * factor,
    })),
  };
}
