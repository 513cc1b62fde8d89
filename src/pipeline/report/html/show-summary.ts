import {
  formatBytes,
  formatChange,
  formatCount,
  formatDuration,
  formatMs,
  formatNumber,
  formatRate,
  formatShare,
  formatStamp,
} from "../../../contract/format-quantity.ts";
import type { Comparison } from "../../../contract/comparison.ts";
import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import type { Analysis, RunDocument } from "../../../contract/run.ts";
import { adviseNext, asSentence, explainVerdict } from "../advise-next.ts";
import { arrangeFindings, type FindingLevel } from "../arrange-findings.ts";
import { placeOf } from "../describe-result.ts";
import { describeStop } from "../describe-stop.ts";
import { html, withCode, type Markup } from "./markup.ts";

/** Verdict, why, what changed, what to do: the first screen. */
export function showSummary(analysis: Analysis): Markup {
  const { document } = analysis;
  const findings = withCauses(analysis);
  const stop = describeStop(document);
  const ran = `${formatStamp(document.startedAt)} · ${formatDuration(document.totals.durationMs)} · ${document.engine.name} ${document.engine.version}`;
  return html`<div class="hero" id="summary">
      <p class="crumb">${document.service} · ${document.environment} · ${ran}</p>
      <div class="title">
        <h1>${document.plan.name}</h1>
        <span class="chip big ${document.verdict}">${document.verdict}</span>
      </div>
      <p class="lead">${explainVerdict(analysis)}${stop === null ? null : ` The run ended early: ${stop}.`}</p>
    </div>
    ${showTiles(analysis)}
    <div class="card why ${document.verdict}">
      <h3>Why</h3>
      <ul class="plain findings">
        ${findings.map(
          ({ level, text }, index) =>
            html`<li><span><span class="chip ${level}">${levelWords[level]}</span></span><span${index === 0 && level !== "ok" ? html` class="lead-finding"` : null}>${withCode(text)}</span></li>`,
        )}${findings.length === 0 ? html`<li><span></span><span>Nothing was measured.</span></li>` : null}
      </ul>
    </div>
    <div class="cols">
      <div class="card">
        <h3>What changed</h3>
        ${showPoints("ul", whatChanged(analysis))}
      </div>
      <div class="card">
        <h3>What to do</h3>
        ${showPoints("ol", [...adviseNext(analysis), ...analysis.counterfactuals.map(asSentence)])}
      </div>
    </div>`;
}

/** Findings with the computed causes after the last one that is the run's or the target's fault. */
function withCauses(analysis: Analysis): { level: FindingLevel | "cause"; text: string }[] {
  const findings = arrangeFindings(analysis);
  const place = findings.findLastIndex(({ level }) => level === "fail" || level === "invalid") + 1;
  const causes = analysis.explanations.map((text) => ({ level: "cause" as const, text }));
  return place > 0
    ? [...findings.slice(0, place), ...causes, ...findings.slice(place)]
    : [...findings.filter(({ level }) => level !== "ok"), ...causes, ...findings.filter(({ level }) => level === "ok")];
}

const levelWords: Readonly<Record<FindingLevel | "cause", string>> = {
  cause: "cause",
  invalid: "not valid",
  fail: "fail",
  open: "no answer",
  warn: "warning",
  note: "note",
  ok: "in order",
};

function whatChanged({ document }: Analysis): string[] {
  const judged = document.comparisons.filter(({ status }) => status !== "no-baseline");
  const changed = judged.filter(
    ({ status, effect }) =>
      status.startsWith("regression") ||
      status === "improved" ||
      status === "environment-shift" ||
      (status === "provisional" && Math.abs(effect ?? 0) >= 0.05),
  );
  const points: string[] = [];
  if (judged.length === 0) return ["There is no comparable earlier run to compare with."];
  if (changed.length === 0)
    return [
      `Nothing against ${formatCount(Math.max(...judged.map(({ baselineRuns }) => baselineRuns)), "comparable run")}.`,
    ];
  const largest = changed.toSorted((a, b) => Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0)).slice(0, 4);
  if (changed.length > largest.length)
    points.push(`${formatCount(changed.length, "comparison")} changed; the largest:`);
  return [...points, ...largest.map(describeChange)];
}

/** `checkout in buy: p95 391 ms → 449 ms (+14.8 %, suspected)`. */
function describeChange({ endpoint, scenario, statistic, before, after, effect, status }: Comparison): string {
  const words: Readonly<Partial<Record<Comparison["status"], string>>> = {
    "regression-confirmed": "confirmed",
    "regression-suspected": "suspected",
    improved: "improved",
    provisional: "provisional",
    "environment-shift": "the environment changed",
  };
  const values = before === null || after === null ? "" : ` ${formatMs(before)} → ${formatMs(after)}`;
  const notes = [effect === null ? null : formatChange(effect), words[status] ?? null].filter((note) => note !== null);
  return `${placeOf(endpoint, scenario) ?? "all requests"}: ${statistic}${values} (${notes.join(", ")})`;
}

function showPoints(kind: "ul" | "ol", points: readonly string[]): Markup {
  const items = points.map((point) => html`<li>${point}</li>`);
  return kind === "ul"
    ? html`<ul class="plain points">
        ${items}
      </ul>`
    : html`<ol class="plain points">
        ${items}
      </ol>`;
}

/** `1 failing, 1 warning, 1 without data`. */
function describeRest({ objectives }: RunDocument): string {
  if (objectives.length === 0) return "none declared";
  const count = (keep: (result: ObjectiveResult) => boolean): number => objectives.filter(keep).length;
  const parts = (
    [
      ["failing", count(({ status, severity }) => status === "breached" && severity === "fail")],
      ["warning", count(({ status, severity }) => status === "breached" && severity === "warn")],
      ["without data", count(({ status }) => status === "no-data")],
      ["skipped", count(({ status }) => status === "skipped")],
    ] as const
  ).flatMap(([word, number]) => (number === 0 ? [] : [`${number} ${word}`]));
  return parts.length === 0 ? "all of them" : parts.join(", ");
}

function showTiles({ document }: Analysis): Markup {
  const { totals, objectives, judged } = document;
  const share = totals.requests === 0 ? 0 : totals.failedRequests / totals.requests;
  const decided = objectives.filter(({ status }) => status !== "skipped");
  const met = decided.filter(({ status }) => status === "met").length;
  const breached = decided.some(({ status, severity }) => status === "breached" && severity === "fail");
  const seconds = totals.durationMs / 1000;
  const tiles: { label: string; value: string; small: string; level?: string }[] = [
    {
      label: "Objectives met",
      value: decided.length === 0 ? "–" : `${met} of ${decided.length}`,
      small: describeRest(document),
      level: breached ? "fail" : "",
    },
    {
      label: "Requests",
      value: formatNumber(totals.requests),
      small: seconds > 0 ? `${formatRate(totals.requests / seconds)} on average` : "",
    },
    {
      label: "Failed requests",
      value: formatShare(share),
      small: `${formatNumber(totals.failedRequests)} of ${formatNumber(totals.requests)}`,
    },
    {
      label: "Iterations",
      value: formatNumber(totals.iterations),
      small: totals.droppedIterations === 0 ? "none dropped" : `${formatNumber(totals.droppedIterations)} dropped`,
      level: totals.droppedIterations === 0 ? "" : "fail",
    },
    {
      label: "Peak virtual users",
      // Engines tell it once a second: of shorter runs nobody knows it.
      value: totals.peakVus === 0 && totals.requests > 0 ? "–" : formatNumber(totals.peakVus),
      small: `${formatBytes(totals.bytesReceived)} received`,
    },
    {
      label: "Judged part",
      value: judged === null ? "none" : formatDuration(judged.toMs - judged.fromMs),
      small: judged === null ? "no common hold" : `${formatDuration(judged.fromMs)} to ${formatDuration(judged.toMs)}`,
    },
  ];
  return html`<dl class="card tiles">
    ${tiles.map(
      ({ label, value, small, level }) =>
        html`<div>
          <dt>${label}</dt>
          <dd class="${level}">${value}<small>${small}</small></dd>
        </div>`,
    )}
  </dl>`;
}
