import { describeStop } from "../../../pipeline/report/describe-stop.ts";
import { formatChange, formatMs, formatNumber, formatShare } from "../../../contract/format-quantity.ts";
import type { Comparison } from "../../../contract/comparison.ts";
import type { Analysis, RunDocument } from "../../../contract/run.ts";
import { arrangeFindings, type FindingLevel } from "../../../pipeline/report/arrange-findings.ts";
import { describeError } from "../../../pipeline/report/describe-result.ts";
import { labelled, paint, plain, table, type TerminalStyle, type Tone } from "./terminal-text.ts";

const labels: Readonly<Record<FindingLevel, { label: string; tones: readonly Tone[] }>> = {
  invalid: { label: "INVALID", tones: ["magenta", "bold"] },
  fail: { label: "FAIL", tones: ["red", "bold"] },
  open: { label: "NO DATA", tones: ["magenta", "bold"] },
  warn: { label: "warn", tones: ["yellow"] },
  note: { label: "note", tones: ["cyan"] },
  ok: { label: "ok", tones: ["green"] },
};
const mostEndpoints = 40;
const mostErrors = 5;

/** What is printed when a run was judged: findings worst first, then endpoints, causes and where the report is. Ends with a line break. */
export function renderVerdict(analysis: Analysis, style: TerminalStyle): string {
  const { document, explanations, counterfactuals } = analysis;
  const lines = [...findingLines(analysis, style), ""];
  if (document.endpoints.length > 0) lines.push(...endpointLines(document, style), "");
  for (const text of explanations) lines.push(...labelled("why", ["bold"], plain(text), style));
  const errors = document.errors.toSorted((a, b) => b.count - a.count || a.firstAtMs - b.firstAtMs);
  for (const [index, error] of errors.slice(0, mostErrors).entries()) {
    lines.push(...labelled(index === 0 ? "errors" : "", ["bold"], plain(describeError(error)), style));
  }
  if (errors.length > mostErrors)
    lines.push(...labelled("", [], `… and ${errors.length - mostErrors} other kinds`, style));
  for (const text of counterfactuals)
    lines.push(...labelled("passes", ["bold"], plain(text.replace(/^passes /, "")), style));
  lines.push(...labelled("verdict", ["bold"], verdictText(document, style), style));
  if (document.files.html !== null) lines.push(...labelled("report", ["bold"], plain(document.files.html), style));
  return `${lines.join("\n")}\n`;
}

/** The findings alone, for `--quiet`. Ends with a line break. */
export function renderFindings(analysis: Analysis, style: TerminalStyle): string {
  return `${findingLines(analysis, style).join("\n")}\n`;
}

/** A verdict as a coloured word. */
export function paintVerdict(verdict: string | null, style: Pick<TerminalStyle, "colour">): string {
  const tones: Readonly<Record<string, readonly Tone[]>> = {
    pass: ["green"],
    warn: ["yellow"],
    fail: ["red"],
    inconclusive: ["magenta"],
    invalid: ["magenta"],
  };
  return verdict === null ? "–" : paint(verdict, tones[verdict] ?? [], style);
}

function findingLines(analysis: Analysis, style: TerminalStyle): string[] {
  const findings = arrangeFindings(analysis);
  const lines = findings.flatMap(({ level, text }) => {
    const { label, tones } = labels[level];
    const passed = level === "ok" && analysis.document.verdict === "pass";
    return labelled(passed ? "PASS" : label, passed ? ["green", "bold"] : tones, plain(text), style);
  });
  return lines.length > 0 ? lines : labelled("note", ["cyan"], "nothing was measured", style);
}

function verdictText({ verdict, exitCode, state, stoppedBy }: RunDocument, style: TerminalStyle): string {
  const stop = describeStop({ state, stoppedBy });
  const ended = stop === null ? "" : `; ${plain(stop)}`;
  return `${paintVerdict(verdict, style)}${ended} (exit code ${exitCode})`;
}

function endpointLines({ endpoints, comparisons }: RunDocument, style: TerminalStyle): string[] {
  const several = endpoints.some(({ scenario }) => scenario !== "");
  const columns = [
    ...(several ? [{ title: "scenario", align: "left" as const }] : []),
    { title: "endpoint", align: "left" as const },
    { title: "requests", align: "right" as const, dropOrder: 1 },
    { title: "p50", align: "right" as const, dropOrder: 3 },
    { title: "p95", align: "right" as const },
    { title: "p99", align: "right" as const, dropOrder: 2 },
    { title: "errors", align: "right" as const },
    { title: "against baseline", align: "left" as const, dropOrder: 4 },
  ];
  const rows = endpoints.slice(0, mostEndpoints).map(({ name, scenario, requests, failedRequests, latencyMs }) => {
    const share = requests === 0 ? 0 : failedRequests / requests;
    const errors = formatShare(share);
    const comparison = comparisons.find(
      (one) => one.endpoint === name && one.scenario === scenario && one.statistic === "p95",
    );
    return [
      ...(several ? [paint(plain(scenario), ["dim"], style)] : []),
      plain(name),
      formatNumber(requests),
      formatMs(latencyMs.p50),
      formatMs(latencyMs.p95),
      formatMs(latencyMs.p99),
      share > 0 ? paint(errors, ["red"], style) : errors,
      changeText(comparison, style),
    ];
  });
  const more = endpoints.length - mostEndpoints;
  return [...table(columns, rows, style), ...(more > 0 ? [`… and ${more} more in the report`] : [])];
}

function changeText(comparison: Comparison | undefined, style: TerminalStyle): string {
  if (comparison === undefined || comparison.effect === null) return paint("–", ["dim"], style);
  const change = formatChange(comparison.effect);
  if (comparison.status.startsWith("regression"))
    return paint(`${change} ${comparison.status.slice(11)}`, ["red"], style);
  if (comparison.status === "improved") return paint(`${change} improved`, ["green"], style);
  return comparison.status === "no-regression" ? change : `${change} ${paint(comparison.status, ["dim"], style)}`;
}
