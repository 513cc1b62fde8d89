import { z } from "zod";
import { attemptSchema, connectionsSchema, type Certificate } from "./certificate.ts";
import { controlSchema, type BaselineRun } from "./baseline.ts";
import { capacitySchema } from "./capacity.ts";
import { basisSummarySchema, comparisonSchema, findingSchema } from "./comparison.ts";
import { budgetResultSchema } from "./error-budget.ts";
import { objectiveResultSchema, scoreSchema } from "./objective-result.ts";
import { verdictNames } from "./verdict-name.ts";
import { errorKinds } from "./window.ts";

/** The document that scripts depend on: `run|analyse|show|import-results --json`. Durations in ms, shares as fractions. */
export const runStates = ["finished", "running", "interrupted", "stopped", "refused"] as const;
/** Why a run was made. A `paired` one may be of a slower build, so it never enters a baseline. */
export const runPurposes = ["run", "confirmation", "paired", "calibration"] as const;
export type RunPurpose = (typeof runPurposes)[number];
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

export const endpointResultSchema = z.strictObject({
  name: z.string(),
  scenario: z.string(),
  requests: z.number(),
  failedRequests: z.number(),
  latencyMs: latencySchema,
  /** The same without failed requests; null: there are none, or only those. */
  successLatencyMs: latencySchema.nullable().default(null),
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
  findings: z.array(findingSchema).default([]),
  /** null: the run was compared with nothing. */
  baseline: basisSummarySchema.nullable().default(null),
  /** Objectives that declare an error budget. */
  budgets: z.array(budgetResultSchema).default([]),
  /** Total score of a scored set of objectives. */
  score: scoreSchema.nullable().default(null),
  /** Runs whose load rises in steps or to a breakpoint. */
  capacity: capacitySchema.nullable().default(null),
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
  purpose: z.enum(runPurposes).default("run"),
  /** null: not measured. */
  control: controlSchema.nullable().default(null),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

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
  /** `points`: one mark a value, such as earlier runs. */
  kind: z.enum(["lines", "distribution", "stacked-bars", "points"]),
  /** `date`: epoch ms. */
  xUnit: z.enum(["ms-from-start", "ms", "name", "date", "per-second", "vus"]),
  yUnit: z.enum(["ms", "per-second", "fraction", "vus", "count", "score"]),
  x: z.array(z.union([z.number(), z.string()])),
  series: z.array(z.strictObject({ name: z.string(), values: z.array(z.number().nullable()) })),
  /** Shaded parts, such as the judged one, and horizontal limits. */
  spans: z.array(z.strictObject({ fromMs: z.number(), toMs: z.number(), label: z.string() })),
  limits: z.array(z.strictObject({ value: z.number(), label: z.string() })),
  /** Vertical lines, such as change points; `x` in the unit of the chart's x. */
  marks: z.array(z.strictObject({ x: z.number(), label: z.string() })).default([]),
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
