import type { Certificate } from "../../contract/certificate.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { ComparisonBasis, ComparisonRules } from "../../contract/comparison.ts";
import type { Analysis, RunDocument, RunRecord } from "../../contract/run.ts";
import { scoredObjectives, type SloSet } from "../../contract/slo-set.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import type { CollectionSummary, Window } from "../../contract/window.ts";
import { baselineOf } from "./as-baseline.ts";
import { chartCapacity } from "./capacity/chart-capacity.ts";
import { measureCapacity } from "./capacity/measure-capacity.ts";
import { chartRun } from "./chart-run.ts";
import { collectEvidence } from "./collect-evidence.ts";
import { counterfactualsOf, explainBreaches, undoRegressions, warningsOf } from "./explain.ts";
import { giveReasons } from "./give-reasons.ts";
import { judgedPart } from "./judged-part.ts";
import { locateExcess } from "./locate-excess.ts";
import { chartComparisons } from "./regression/chart-comparisons.ts";
import { compareWithBaselines } from "./regression/compare.ts";
import { indexRun, type RunSeries, type Seconds } from "./run-series.ts";
import { evaluateObjectives, type ObjectiveContext } from "./slo/evaluate-objectives.ts";
import { measureBudgets } from "./slo/measure-budgets.ts";
import { scoreObjectives } from "./slo/score-objectives.ts";
import { widenByHistory } from "./slo/widen-by-history.ts";
import {
  endpointsOf,
  errorsOf,
  sampledMsOf,
  scenariosOf,
  totalsOf,
  wholeOf,
  withoutDropsOfStopping,
} from "./summarise-run.ts";
import { deliveryGaps } from "./validity/delivery.ts";
import { qualityFlags } from "./validity/quality-flags.ts";
import { decideVerdict, exitCodeOf } from "./verdict.ts";

export interface AnalysisInput {
  readonly record: RunRecord;
  readonly windows: readonly Window[];
  readonly collection: CollectionSummary;
  /** Plan and preview of the load that was judged: of the reduced one where the record says so; null for imported runs. */
  readonly plan: TestPlan | null;
  readonly preview: LoadPreview | null;
  readonly slos: SloSet;
  /** What the run is compared with, frozen before it started. A run of a reduced load is compared with nothing. */
  readonly basis: ComparisonBasis;
  readonly rules: ComparisonRules;
  /** null: an imported run, which nobody guarded. Handed on to the reports. */
  readonly certificate: Certificate | null;
  readonly directory: string;
  readonly files: RunDocument["files"];
}

/**
 * Judges a run: totals and endpoints over all of it, objectives and comparisons over the judged part, verdict, reasons, charts. Pure and
 * deterministic: the same input gives the same bytes. `document.exitCode` is the table's; flags of the command line may map it.
 */
export function analyse(input: AnalysisInput): Analysis {
  const { record, plan, preview, slos, collection } = input;
  const distributions = new Set([
    "latency",
    "failed-latency",
    ...slos.objectives.map(({ measure }) => measure),
  ] as const);
  const run = indexRun(input.windows, record.startedAt, distributions);
  const judged = judgedPart(run, record, plan, preview, sampledMsOf(collection));
  const withoutSetup = !record.imported;
  const totals = totalsOf(run, record, collection);
  const scenarios = scenariosOf(run, record, preview, judged.seconds);
  const endpoints = endpointsOf(run, wholeOf(run), withoutSetup);
  const errors = errorsOf(run);
  const context: ObjectiveContext = {
    run,
    plan,
    imported: record.imported,
    judged: judged.seconds,
    seed: record.plan.seed,
    wholeMs: sampledMsOf(collection),
    stoppedBy: record.stoppedBy?.startsWith("objective:") === true ? record.stoppedBy.slice("objective:".length) : null,
  };
  const judgedMs = judged.span === null ? 0 : judged.span.toMs - judged.span.fromMs;
  const objectives = widenByHistory(evaluateObjectives(slos, context), input.basis.runs, judgedMs);
  const gaps =
    preview === null || record.imported
      ? []
      : deliveryGaps({
          preview,
          scenarios: withoutDropsOfStopping(run, record, scenarios),
          judged: judged.span,
          judgedVus: peakVus(run, judged.seconds),
          stoppedBy: record.stoppedBy,
          why: record.attempts.findLast(({ profile }) => profile !== "cleanup")?.text ?? null,
          durationMs: totals.durationMs,
        });
  const breakpoints = new Set(
    (plan?.scenarios ?? []).filter(({ load }) => load.profile === "breakpoint").map(({ name }) => name),
  );
  const flags = qualityFlags({
    record,
    collection,
    totals,
    judged,
    gaps,
    breakpoints,
    service: { run, plan, judged: judged.seconds, objectives: slos.objectives, results: objectives },
    budget: input.certificate?.allowed ?? null,
  });
  const range = judged.seconds ?? wholeOf(run);
  const isWhole = range.from === 0 && range.to === run.length;
  const judgedEndpoints = isWhole ? endpoints : endpointsOf(run, range, withoutSetup);
  const asBaseline = {
    ...baselineOf({
      run,
      range,
      record,
      plan,
      basis: input.basis,
      judged: judged.span,
      scenarios,
      endpoints: judgedEndpoints,
      objectives,
    }),
    verdict: "pass" as const,
  };
  // A share of the load stands beside nothing that ran all of it.
  const reduced = record.reducedTo !== null;
  const { comparisons, findings, summary } =
    reduced || (record.imported && input.basis.runs.length === 0)
      ? { comparisons: [], findings: [], summary: null }
      : compareWithBaselines(asBaseline, input.basis, input.rules);
  const score = slos.scoring === null ? null : scoreObjectives(slos.scoring, objectives, input.basis.runs);
  const total = scoredObjectives(slos);
  const decides = slos.objectives.map(({ name }) => !total.has(name));
  const declared = slos.objectives.filter((_, i) => decides[i]);
  const facts = {
    flags,
    objectives: objectives.filter((_, i) => decides[i]),
    score,
    comparisons,
    findings,
    defaults: slos.defaults,
    demandComparison: input.rules.demand,
  };
  const verdict = decideVerdict(facts);
  const book = collectEvidence({ flags, objectives, comparisons, findings, errors });
  const interrupted = record.stoppedBy === "interrupt" ? ("SIGINT" as const) : undefined;
  const offeredMs = record.stoppedAt === null ? Infinity : record.stoppedAt - record.startedAt;
  const capacity = plan === null ? null : measureCapacity(run, plan, slos, record.plan.seed, offeredMs);
  const excess = locateExcess(run, judged.seconds, objectives, slos.objectives, plan);
  const document: RunDocument = {
    schemaVersion: 1,
    runId: record.runId,
    state: record.state,
    stoppedBy: record.stoppedBy,
    startedAt: new Date(record.startedAt).toISOString(),
    finishedAt: record.finishedAt === null ? null : new Date(record.finishedAt).toISOString(),
    directory: input.directory,
    service: record.service,
    environment: record.environment,
    plan: record.plan,
    tags: record.tags,
    engine: record.engine,
    verdict,
    exitCode: exitCodeOf(verdict, { interrupted }),
    reasons: giveReasons(facts, declared, book),
    totals,
    judged: judged.span,
    scenarios,
    endpoints,
    errors,
    objectives,
    comparisons,
    findings,
    baseline: summary,
    budgets: measureBudgets(slos, objectives, context),
    score,
    capacity,
    quality: {
      delivered: totals.requests > 0 && !reduced && gaps.every(({ tolerable }) => tolerable),
      flags,
    },
    guard: record.guard,
    cost: record.cost,
    files: input.files,
  };
  return {
    document,
    evidence: book.evidence,
    charts: [
      ...chartRun({ run, judged: judged.span, warmUpMs: judged.warmUpMs, endpoints, objectives, withoutSetup }),
      ...(capacity === null ? [] : chartCapacity(capacity)),
      ...chartComparisons({ current: asBaseline, basis: input.basis, rules: input.rules, comparisons, findings }),
    ],
    counterfactuals: [
      ...counterfactualsOf(facts.objectives, declared, document),
      ...undoRegressions(comparisons, input.rules),
    ],
    explanations: [
      ...(excess === null ? [] : [excess]),
      ...explainBreaches(run, judged.seconds, objectives, slos.objectives),
    ],
    warnings: warningsOf(objectives, slos.objectives, record.outcome?.messages ?? [], plan, {
      judged: judgedEndpoints,
      whole: endpoints,
    }),
    certificate: input.certificate,
    asBaseline: { ...asBaseline, verdict },
  };
}

function peakVus(run: RunSeries, judged: Seconds | null): number | null {
  if (judged === null) return null;
  const seen = run.vus.slice(judged.from, judged.to).filter((vus) => vus !== null);
  return seen.length === 0 ? null : seen.reduce((peak, vus) => Math.max(peak, vus), 0);
}
