import type { Comparison, Finding } from "../../contract/comparison.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { Evidence, QualityFlag, RunDocument } from "../../contract/run.ts";
import { formatChange, formatNumber, formatQuantity, formatDuration } from "../../contract/format-quantity.ts";

/** Evidence of a run, each fact once; `idOf` finds the id of the fact behind a part of the document. */
export interface EvidenceBook {
  readonly evidence: readonly Evidence[];
  idOf(fact: ObjectiveResult | Comparison | Finding | QualityFlag): string[];
}

/** Numbers every fact of the document: flags, objectives, comparisons, findings, errors, in the order they stand there. */
export function collectEvidence(parts: {
  readonly flags: readonly QualityFlag[];
  readonly objectives: readonly ObjectiveResult[];
  readonly comparisons: readonly Comparison[];
  readonly findings: readonly Finding[];
  readonly errors: RunDocument["errors"];
}): EvidenceBook {
  const evidence: Evidence[] = [];
  const ids = new Map<object, string>();
  const add = (fact: object, kind: string, text: string, values: Evidence["values"]): void => {
    const id = `e${evidence.length + 1}`;
    ids.set(fact, id);
    evidence.push({ id, kind, text, values });
  };
  for (const flag of parts.flags) add(flag, "quality", flag.text, { code: flag.code, severity: flag.severity });
  for (const objective of parts.objectives) {
    const { status, observed, limit, unit, samples, interval, endpoint, scenario, breach } = objective;
    add(objective, "objective", objectiveFact(objective), {
      status,
      observed,
      limit,
      unit,
      samples,
      low: interval?.[0] ?? null,
      high: interval?.[1] ?? null,
      endpoint,
      scenario,
      breachFromMs: breach?.fromMs ?? null,
      breachLongestMs: breach?.longestMs ?? null,
    });
  }
  for (const comparison of parts.comparisons) {
    const { status, statistic, before, after, unit, effect, interval, p, pAdjusted, mde, baselineRuns } = comparison;
    add(comparison, "comparison", comparisonFact(comparison), {
      status,
      statistic,
      endpoint: comparison.endpoint,
      scenario: comparison.scenario,
      before,
      after,
      unit,
      effect,
      low: interval?.[0] ?? null,
      high: interval?.[1] ?? null,
      p,
      pAdjusted,
      mde,
      baselineRuns,
      accepted: comparison.accepted,
    });
  }
  for (const finding of parts.findings) {
    const { kind, status, scope, text, effect, series } = finding;
    const advisory = finding.advisory ? "yes" : "no";
    add(finding, "finding", text, { finding: kind, status, scope, effect, advisory, series: series.length });
  }
  for (const error of parts.errors) {
    add(
      error,
      "error",
      `${formatNumber(error.count)} x ${error.value} on ${error.endpoint}, first at ${formatDuration(error.firstAtMs)}`,
      {
        endpoint: error.endpoint,
        scenario: error.scenario,
        errorKind: error.kind,
        value: error.value,
        count: error.count,
        firstAtMs: error.firstAtMs,
      },
    );
  }
  return {
    evidence,
    idOf(fact) {
      const id = ids.get(fact);
      return id === undefined ? [] : [id];
    },
  };
}

function objectiveFact({ text, status, observed, unit, samples }: ObjectiveResult): string {
  const seen = observed === null ? "" : `: ${formatQuantity(observed, unit)} over ${formatNumber(samples)} samples`;
  return `${text} is ${status}${seen}`;
}

function comparisonFact({ endpoint, statistic, status, effect, unit, baselineRuns }: Comparison): string {
  const size = unit === "fraction" ? `${formatNumber((effect ?? 0) * 100, 2)} points` : formatChange(effect ?? 0);
  const change = effect === null ? "" : ` ${size} against ${formatNumber(baselineRuns)} earlier runs`;
  return `${statistic} of ${endpoint}${change}: ${status}`;
}
