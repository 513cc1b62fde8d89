import { z } from "zod";
import { attemptSchema, connectionsSchema, type Certificate } from "./certificate.ts";
import { errorKinds } from "./window.ts";

/** The document that scripts depend on: `run|analyse|show|import-results --json`. Durations in ms, shares as fractions. */
export const verdictNames = ["pass", "warn", "fail", "inconclusive", "invalid"] as const;
export type VerdictName = (typeof verdictNames)[number];
export const runStates = ["finished", "running", "interrupted", "stopped", "refused"] as const;
export const comparisonStatuses = [
  "regression-confirmed",
  "regression-suspected",
  "improved",
  "no-regression",
  "inconclusive",
  "environment-shift",
  "provisional",
  "no-baseline",
] as const;

export const reasonSchema = z.strictObject({ code: z.string(), text: z.string(), evidence: z.array(z.string()) });
export const flagSchema = z.strictObject({
  code: z.string(),
  /** `invalid-generator` and `invalid-load` decide the verdict; `warn` and `info` inform. */
  severity: z.enum(["invalid-generator", "invalid-load", "warn", "info"]),
  text: z.string(),
});
export type QualityFlag = z.infer<typeof flagSchema>;

export const latencySchema = z.strictObject({
  min: z.number(),
  mean: z.number(),
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
});

export const objectiveResultSchema = z.strictObject({
  name: z.string(),
  text: z.string(),
  endpoint: z.string().nullable(),
  scenario: z.string().nullable(),
  severity: z.enum(["fail", "warn"]),
  status: z.enum(["met", "breached", "no-data", "skipped"]),
  /** false: the interval straddles the limit. */
  certain: z.boolean(),
  observed: z.number().nullable(),
  limit: z.number(),
  unit: z.enum(["ms", "fraction", "per-second", "score"]),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  samples: z.number(),
  /** false: decided from the histogram, as the limit was not known when the samples were read. */
  exact: z.boolean(),
  /** When the breach began and how long its longest streak was, from the start of the run; windows of 10 s where the objective names none. */
  breach: z.strictObject({ fromMs: z.number(), longestMs: z.number(), shareOfWindows: z.number() }).nullable(),
  stop: z.boolean(),
});
export type ObjectiveResult = z.infer<typeof objectiveResultSchema>;

export const comparisonSchema = z.strictObject({
  endpoint: z.string(),
  scenario: z.string(),
  statistic: z.string(),
  status: z.enum(comparisonStatuses),
  before: z.number().nullable(),
  after: z.number().nullable(),
  unit: z.literal("ms"),
  effect: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  p: z.number().nullable(),
  mde: z.number().nullable(),
  baselineRuns: z.number(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const endpointResultSchema = z.strictObject({
  name: z.string(),
  scenario: z.string(),
  requests: z.number(),
  failedRequests: z.number(),
  latencyMs: latencySchema,
});

export const runDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.string(),
  state: z.enum(runStates),
  stoppedBy: z.string().nullable(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  directory: z.string(),
  service: z.string(),
  environment: z.string(),
  plan: z.strictObject({ name: z.string(), sha256: z.string(), seed: z.number() }),
  tags: z.record(z.string(), z.string()),
  engine: z.strictObject({ name: z.string(), version: z.string() }),
  verdict: z.enum(verdictNames),
  exitCode: z.number(),
  reasons: z.array(reasonSchema),
  totals: z.strictObject({
    requests: z.number(),
    failedRequests: z.number(),
    iterations: z.number(),
    droppedIterations: z.number(),
    bytesReceived: z.number(),
    bytesSent: z.number(),
    peakVus: z.number(),
    durationMs: z.number(),
  }),
  /** From the start of the run. null: nothing could be judged. */
  judged: z.strictObject({ fromMs: z.number(), toMs: z.number() }).nullable(),
  scenarios: z.array(
    z.strictObject({
      name: z.string(),
      planned: z.number().nullable(),
      started: z.number(),
      dropped: z.number(),
      ratePerSecond: z.number(),
      peakVus: z.number().nullable(),
    }),
  ),
  endpoints: z.array(endpointResultSchema),
  errors: z.array(
    z.strictObject({
      endpoint: z.string(),
      scenario: z.string(),
      kind: z.enum(errorKinds),
      value: z.string(),
      count: z.number(),
      firstAtMs: z.number(),
    }),
  ),
  objectives: z.array(objectiveResultSchema),
  comparisons: z.array(comparisonSchema),
  quality: z.strictObject({ delivered: z.boolean(), flags: z.array(flagSchema) }),
  guard: z.strictObject({ decision: z.enum(["allow", "refuse"]), hits: z.number() }),
  cost: z.strictObject({ estimated: z.number(), actual: z.number(), currency: z.string() }),
  files: z.strictObject({
    html: z.string().nullable(),
    markdown: z.string().nullable(),
    junit: z.string().nullable(),
    evidence: z.string().nullable(),
  }),
});
export type RunDocument = z.infer<typeof runDocumentSchema>;

/** What an engine's process told besides its samples. */
export const engineOutcomeSchema = z.strictObject({
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  /** Exceptions of the script, first lines, at most 20. */
  scriptErrors: z.array(z.string()),
  scriptErrorCount: z.number(),
  /** Dials that the guard's block refused. */
  guardHits: z.number(),
  /** Error lines of the engine that are none of the above, at most 20. */
  messages: z.array(z.string()),
  /** Requests and iterations of the engine's own summary; null when it wrote none. */
  summary: z.strictObject({ requests: z.number(), iterations: z.number() }).nullable(),
  /** Largest share of one core times number of cores that the engine used, over any 5 s; null when not measured. */
  peakCpuShare: z.number().nullable(),
  /** Longest time the engine's output waited for us, ms. */
  receiverLagMs: z.number(),
  /** Wall clock against monotonic clock moved by more than 500 ms. */
  clockStepMs: z.number(),
  /** null: the system does not show the connections of a process. */
  connections: connectionsSchema.nullable(),
});
export type EngineOutcome = z.infer<typeof engineOutcomeSchema>;

/** What the run folder's `run.json` holds: everything analysis needs beside windows, plan, objectives and baselines. */
export const runRecordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.string(),
  state: z.enum(runStates),
  /** interrupt | request (`perf-agent stop`) | objective:NAME | guard | budget | timeout | engine | failure (ours: disk full, thread dead) | crash (we were killed) | null */
  stoppedBy: z.string().nullable(),
  /** Epoch ms. `startedAt` is when the engine began to run scenarios. */
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  /** When the engine began to be stopped; null for a run that nobody stopped. */
  stoppedAt: z.number().nullable(),
  service: z.string(),
  environment: z.string(),
  plan: z.strictObject({ name: z.string(), sha256: z.string(), seed: z.number() }),
  tags: z.record(z.string(), z.string()),
  engine: z.strictObject({ name: z.string(), version: z.string() }),
  agentVersion: z.string(),
  outcome: engineOutcomeSchema.nullable(),
  guard: z.strictObject({ decision: z.enum(["allow", "refuse"]), hits: z.number() }),
  cost: z.strictObject({ estimated: z.number(), actual: z.number(), currency: z.string() }),
  /** Every start of the engine; the last one that is no clean-up is judged. Empty while the first one runs, and for imported results. */
  attempts: z.array(attemptSchema),
  /** Share of the plan's load that was judged; null: all of it. */
  reducedTo: z.number().nullable(),
  /** Iterations under way that stopping cut off; null: not known. 0 for a run that came to its end. */
  cutIterations: z.number().nullable(),
  /** Results of somebody else's run: no plan, load not checked against one. */
  imported: z.boolean(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** One earlier run as the comparison needs it; frozen into the bundle. */
export const baselineRunSchema = z.strictObject({
  runId: z.string(),
  startedAt: z.number(),
  verdict: z.enum(verdictNames),
  /** sha256 over what must be equal for runs to be comparable. */
  fingerprint: z.string(),
  tags: z.record(z.string(), z.string()),
  endpoints: z.array(
    z.strictObject({
      scenario: z.string(),
      endpoint: z.string(),
      requests: z.number(),
      failedRequests: z.number(),
      ratePerSecond: z.number(),
      p50: z.number(),
      p90: z.number(),
      p95: z.number(),
      p99: z.number(),
    }),
  ),
});
export type BaselineRun = z.infer<typeof baselineRunSchema>;
/** Format of `baselines export|import` and of `run --baselines`. */
export const baselineSeriesSchema = z.strictObject({
  schemaVersion: z.literal(1),
  service: z.string(),
  runs: z.array(baselineRunSchema),
});
export type BaselineSeries = z.infer<typeof baselineSeriesSchema>;

/** One computed fact. `id` is what reasons and narratives cite. */
export const evidenceSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  text: z.string(),
  values: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** A chart as facts: pages, pictures and text are drawn from it. `x` in ms from the start, or bucket upper bounds in ms. */
export const chartSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  kind: z.enum(["lines", "distribution", "stacked-bars"]),
  xUnit: z.enum(["ms-from-start", "ms", "name"]),
  yUnit: z.enum(["ms", "per-second", "fraction", "vus", "count"]),
  x: z.array(z.union([z.number(), z.string()])),
  series: z.array(z.strictObject({ name: z.string(), values: z.array(z.number().nullable()) })),
  /** Shaded parts, such as the judged one, and horizontal limits. */
  spans: z.array(z.strictObject({ fromMs: z.number(), toMs: z.number(), label: z.string() })),
  limits: z.array(z.strictObject({ value: z.number(), label: z.string() })),
});
export type ChartSpec = z.infer<typeof chartSchema>;

/** What `analyse` gives: the document plus what reports draw from. Pure in its inputs. */
export interface Analysis {
  readonly document: RunDocument;
  readonly evidence: readonly Evidence[];
  readonly charts: readonly ChartSpec[];
  /** "checkout p95 passes at <= 412 ms (now 449)", one sentence each. */
  readonly counterfactuals: readonly string[];
  /** "78 % of the extra time is waiting ..." */
  readonly explanations: readonly string[];
  readonly warnings: readonly string[];
  /** null: an imported run, which nobody guarded. */
  readonly certificate: Certificate | null;
  /** This run as a later run's baseline. */
  readonly asBaseline: BaselineRun;
}

/** Live view of a run, once a second. */
export interface RunProgress {
  readonly elapsedMs: number;
  readonly plannedMs: number;
  readonly vus: number;
  readonly requestsPerSecond: number;
  /** Over the last 10 s. */
  readonly p95Ms: number | null;
  readonly errorRate: number | null;
  readonly scenarios: readonly {
    name: string;
    load: string;
    p95Ms: number | null;
    errorRate: number | null;
    nearLimit: string | null;
  }[];
}
