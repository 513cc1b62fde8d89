import {
  formatAgainst,
  formatChange,
  formatDuration,
  formatMs,
  formatNumber,
  formatQuantity,
  formatRange,
  formatRate,
  formatShare,
  formatStamp,
} from "../../contract/format-quantity.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { Analysis, RunDocument } from "../../contract/run.ts";
import { adviseNext, asSentence, explainVerdict } from "./advise-next.ts";
import { arrangeFindings, type FindingLevel } from "./arrange-findings.ts";
import { describeError, placeOf, wantedOf } from "./describe-result.ts";
import { describeStop } from "./describe-stop.ts";
import { safetyText } from "./markdown-safety.ts";
import { folded, list, table, text } from "./markdown-text.ts";

/** Hosts take 65,536 characters in a comment: longer tables are cut and say so. */
const mostRows = 60;
const mostFindings = 25;

const signs: Readonly<Record<FindingLevel, string>> = {
  invalid: "🟣 **invalid**",
  fail: "🔴 **fail**",
  open: "🟣 **no data**",
  warn: "🟡 **warn**",
  note: "⚪ note",
  ok: "🟢 ok",
};
const verdictSigns: Readonly<Record<RunDocument["verdict"], string>> = {
  pass: "🟢",
  warn: "🟡",
  fail: "🔴",
  inconclusive: "🟣",
  invalid: "🟣",
};

/** The report for a pull request or a log, in GitHub's Markdown: verdict and reasons first, tables folded away. */
export function renderMarkdown(analysis: Analysis): string {
  const { document, explanations, counterfactuals, certificate } = analysis;
  const findings = arrangeFindings(analysis);
  const { totals } = document;
  const stop = describeStop(document);
  const rate = totals.durationMs > 0 ? `, ${formatRate((1000 * totals.requests) / totals.durationMs)}` : "";
  const parts = [
    `## ${verdictSigns[document.verdict]} ${document.verdict}: ${text(document.plan.name)} on ${text(document.environment)}`,
    `${explainVerdict(analysis)}${stop === null ? "" : ` The run ended early: ${text(stop)}.`}`,
    findings
      .slice(0, mostFindings)
      .map((finding) => `- ${signs[finding.level]} ${text(finding.text)}`)
      .join("\n"),
    findings.length > mostFindings ? `… and ${findings.length - mostFindings} more in the HTML report.` : "",
    list("Why", explanations.map(text)),
    list("What to do", [...adviseNext(analysis), ...counterfactuals.map(asSentence)].map(text)),
    folded("Objectives", objectiveTable(document.objectives), document.verdict === "fail"),
    folded("Endpoints", endpointTable(document), false),
    folded(
      "Errors",
      document.errors
        .slice(0, mostRows)
        .map((error) => `- ${text(describeError(error))}`)
        .join("\n"),
      false,
    ),
    folded("Safety", certificate === null ? "" : safetyText(certificate), false),
    `<sub>${formatNumber(totals.requests)} requests${rate}, ${formatShare(totals.requests === 0 ? 0 : totals.failedRequests / totals.requests)} failed · ${formatDuration(totals.durationMs)} from ${formatStamp(document.startedAt)} · seed ${document.plan.seed} · ${text(document.engine.name)} ${text(document.engine.version)} · run ${text(document.runId)}</sub>`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function objectiveTable(objectives: readonly ObjectiveResult[]): string {
  if (objectives.length === 0) return "";
  const words = { met: "🟢 met", breached: "🔴 breached", "no-data": "🟣 no data", skipped: "⚪ skipped" } as const;
  const rows = objectives.slice(0, mostRows).map((result) => {
    const { observed, limit, unit, status, severity, interval } = result;
    return [
      status === "breached" && severity === "warn" ? "🟡 breached" : words[status],
      text(result.name),
      observed === null ? "–" : formatAgainst(observed, limit, unit).value,
      wantedOf(result) === "limit" ? formatQuantity(limit, unit) : `> ${formatQuantity(limit, unit)}`,
      interval === null ? "–" : `${formatRange(...interval, unit)}${result.certain ? "" : " (holds the limit)"}`,
    ];
  });
  return table(["", "Objective", "Observed:", "Limit:", "Interval:"], rows, objectives.length);
}

function endpointTable({ endpoints, comparisons }: RunDocument): string {
  if (endpoints.length === 0) return "";
  const rows = endpoints.slice(0, mostRows).map(({ name, scenario, requests, failedRequests, latencyMs }) => {
    const comparison = comparisons.find(
      (one) => one.endpoint === name && one.scenario === scenario && one.statistic === "p95",
    );
    const change =
      comparison === undefined || comparison.effect === null
        ? "–"
        : `${formatChange(comparison.effect)}${comparison.status === "no-regression" ? "" : ` ${comparison.status}`}`;
    return [
      text(placeOf(name, scenario) ?? "–"),
      formatNumber(requests),
      formatShare(requests === 0 ? 0 : failedRequests / requests),
      formatMs(latencyMs.p50),
      formatMs(latencyMs.p95),
      formatMs(latencyMs.p99),
      change,
    ];
  });
  const titles = ["Endpoint", "Requests:", "Failed:", "p50:", "p95:", "p99:", "p95 against baseline"];
  return table(titles, rows, endpoints.length);
}
