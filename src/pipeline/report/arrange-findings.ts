import { formatCount } from "../../contract/format-quantity.ts";
import type { Comparison, Finding as DocumentFinding } from "../../contract/comparison.ts";
import type { Analysis, RunDocument } from "../../contract/run.ts";
import { describeBudget, describeScore } from "./describe-budget.ts";
import { describeComparison, describeObjective, excessOf } from "./describe-result.ts";

/** `invalid`: the run itself cannot be trusted. `open`: a question without an answer. `note` informs and never decides. */
export type FindingLevel = "invalid" | "fail" | "open" | "warn" | "note" | "ok";
export interface Finding {
  readonly level: FindingLevel;
  readonly text: string;
}

/** A provisional change smaller than this is not worth a line. */
const smallestProvisionalChange = 0.05;
const mostProvisionalLines = 3;

const regressed = ({ kind }: DocumentFinding): boolean => kind === "regression";

/** Everything a person must know, worst first, each thing once; the last line says what is in order. */
export function arrangeFindings({ document, warnings }: Analysis): Finding[] {
  const findings: Finding[] = [];
  const add = (level: FindingLevel, texts: readonly string[]): void => {
    for (const text of texts) if (!findings.some((finding) => finding.text === text)) findings.push({ level, text });
  };
  const { objectives, comparisons, quality } = document;
  const flags = (severity: (typeof quality.flags)[number]["severity"]): string[] =>
    quality.flags.filter((flag) => flag.severity === severity).map(({ text }) => text);
  const breached = (severity: "fail" | "warn"): string[] =>
    objectives
      .filter((result) => result.status === "breached" && result.severity === severity)
      .toSorted((a, b) => excessOf(b) - excessOf(a))
      .map(describeObjective);
  const found = (takes: (finding: DocumentFinding) => boolean): string[] =>
    document.findings.filter(takes).map(({ text }) => text);

  add("invalid", flags("invalid-generator"));
  add("fail", breached("fail"));
  add(
    "fail",
    found((one) => regressed(one) && one.status === "regression-confirmed" && !one.advisory),
  );
  if (document.score?.result === "fail") add("fail", [describeScore(document.score)]);
  add("invalid", flags("invalid-load"));
  add("open", objectives.filter(({ status }) => status === "no-data").map(describeObjective));
  add(
    "open",
    reasonsOf(document, (code) => code === "PA_COMPARISON_INCONCLUSIVE"),
  );
  add("warn", breached("warn"));
  add(
    "warn",
    found((one) => regressed(one) && (one.status === "regression-suspected") !== one.advisory),
  );
  if (document.score?.result === "warning") add("warn", [describeScore(document.score)]);
  add("warn", flags("warn"));
  add(
    "warn",
    reasonsOf(document, (code) => !coveredCodes.has(code)),
  );
  add(
    "note",
    found((one) => !regressed(one) || (one.status === "regression-suspected" && one.advisory)),
  );
  if (document.score?.result === "pass") add("note", [describeScore(document.score)]);
  add("note", document.budgets.filter(({ burnRate }) => burnRate > 1).map(describeBudget));
  if (document.capacity !== null) add("note", [document.capacity.kneeText]);
  add("note", provisionalChanges(comparisons));
  const skipped = objectives.filter(
    ({ status, text }) => status === "skipped" && !warnings.some((one) => one.includes(text)),
  );
  add("note", skipped.map(describeObjective));
  add("note", warnings);
  add("note", flags("info"));
  const fine = whatIsFine(document);
  if (fine !== null) findings.push({ level: "ok", text: fine });
  return findings;
}

/** Codes of reasons that objectives and comparisons of the document tell by themselves. */
const coveredCodes = new Set([
  "PA_SLO_BREACH",
  "PA_SLO_NO_DATA",
  "PA_SLO_MET",
  "PA_REGRESSION",
  "PA_COMPARISON_INCONCLUSIVE",
]);

/** Reasons of the codes wanted, without those that a quality flag tells. */
function reasonsOf({ reasons, quality }: RunDocument, wanted: (code: string) => boolean): string[] {
  return reasons
    .filter(({ code, text }) => wanted(code) && !quality.flags.some((flag) => flag.code === code && flag.text === text))
    .map(({ text }) => text);
}

function provisionalChanges(comparisons: readonly Comparison[]): string[] {
  return comparisons
    .filter(({ status, effect }) => status === "provisional" && Math.abs(effect ?? 0) >= smallestProvisionalChange)
    .toSorted((a, b) => Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0))
    .slice(0, mostProvisionalLines)
    .map(describeComparison);
}

/** `8 other objectives met, 6 endpoints unchanged, no failed request`; null when nothing is in order. */
function whatIsFine({ objectives, comparisons, totals, verdict }: RunDocument): string | null {
  if (verdict === "invalid") return null;
  const parts: string[] = [];
  const met = objectives.filter(({ status }) => status === "met").length;
  const other = met < objectives.length && met > 0 ? "other " : "";
  if (met > 0) parts.push(`${formatCount(met, `${other}objective`)} met`);
  const places = new Map<string, boolean>();
  for (const { endpoint, scenario, status } of comparisons) {
    const place = JSON.stringify([scenario, endpoint]);
    places.set(place, (places.get(place) ?? true) && status === "no-regression");
  }
  const unchanged = [...places.values()].filter(Boolean).length;
  if (unchanged > 0) parts.push(`${formatCount(unchanged, "endpoint")} unchanged`);
  if (totals.requests > 0 && totals.failedRequests === 0) parts.push("no failed request");
  return parts.length === 0 ? null : parts.join(", ");
}
