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
} from "../../../contract/format-quantity.ts";
import type { Comparison } from "../../../contract/comparison.ts";
import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import type { RunDocument } from "../../../contract/run.ts";
import { statusWords } from "../status-words.ts";
import { describeErrorKind, excessOf, formatChangeRange, placeOf, wantedOf } from "../describe-result.ts";
import { html, type Markup } from "./markup.ts";
import { empty, number, sign } from "./table-cells.ts";

/** A section with a heading, a remark beside it and its content in a card. */
export function showSection(id: string, title: string, remark: string, content: Markup): Markup {
  return html`<section id="${id}">
    <header>
      <h2>${title}</h2>
      <p>${remark}</p>
    </header>
    <div class="card">${content}</div>
  </section>`;
}

/** Objectives, the breached ones first. */
export function showObjectives({ objectives }: RunDocument): Markup {
  if (objectives.length === 0) return empty("No objectives were declared.");
  const order = ["breached", "no-data", "met", "skipped"];
  const rows = objectives.toSorted(
    (a, b) =>
      order.indexOf(a.status) - order.indexOf(b.status) ||
      (a.severity === b.severity ? 0 : a.severity === "fail" ? -1 : 1) ||
      excessOf(b) - excessOf(a),
  );
  return html`<div class="wrap">
    <table class="stack">
      <thead>
        <tr>
          <th>Status</th>
          <th>Objective</th>
          <th class="num">Observed</th>
          <th class="num">Limit</th>
          <th class="num">Interval</th>
          <th class="num">Samples</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(showObjective)}
      </tbody>
    </table>
  </div>`;
}

function showObjective(result: ObjectiveResult): Markup {
  const { observed, limit, unit } = result;
  const { level, word } = objectiveWords(result);
  const texts = observed === null ? null : formatAgainst(observed, limit, unit);
  const notes = [
    result.name === result.text ? null : result.text,
    /\bof each\b/.test(result.text) && result.endpoint !== null
      ? `worst: ${placeOf(result.endpoint, result.scenario) ?? ""}`
      : null,
    result.status === "breached" && result.breach !== null
      ? `from ${formatDuration(result.breach.fromMs)} for ${formatDuration(result.breach.longestMs)}, ${formatShare(result.breach.shareOfWindows, 0)} of windows`
      : null,
    result.observed !== null && !result.certain ? "the interval holds the limit" : null,
    result.observed !== null && !result.exact ? "decided from the histogram" : null,
    result.stop ? "ends the run when breached" : null,
  ].filter((note) => note !== null && note !== "");
  return html`<tr>
    <td class="wide">
      <div><span class="chip ${level}">${word}</span></div>
    </td>
    <td class="wide">
      <div><span class="name">${result.name}</span>${notes.map((note) => html`<small>${note}</small>`)}</div>
    </td>
    ${number("Observed", texts?.value ?? "–", result.status === "breached" && result.severity === "fail" ? "hot" : "", gauge(result, level))}${number(wantedOf(result) === "limit" ? "Limit" : "Wanted", `${wantedOf(result) === "limit" ? "" : "> "}${formatQuantity(limit, unit)}`)}${number("Interval", result.interval === null ? "" : formatRange(...result.interval, unit))}${number("Samples", formatNumber(result.samples))}
  </tr>`;
}

/** How far the value has gone towards its limit; the mark is the limit, the scale ends a little beyond the larger of the two. */
function gauge({ observed, limit, interval }: ObjectiveResult, level: string): Markup | null {
  if (observed === null || limit <= 0 || observed < 0) return null;
  const end = Math.max(observed, limit, interval?.[1] ?? 0) * 1.15;
  const percent = (value: number): string => ((100 * value) / end).toFixed(1);
  return html`<span class="gauge ${level}" aria-hidden="true"
    ><i style="width:${percent(observed)}%"></i><b style="left:${percent(limit)}%"></b
  ></span>`;
}

function objectiveWords({ status, severity }: ObjectiveResult): { level: string; word: string } {
  if (status === "met") return { level: "ok", word: "met" };
  if (status === "breached")
    return severity === "fail" ? { level: "fail", word: "breached" } : { level: "warn", word: "breached" };
  return status === "no-data" ? { level: "open", word: "no data" } : { level: "note", word: "skipped" };
}

/** Scenarios: was the load there? */
export function showScenarios({ scenarios }: RunDocument): Markup {
  if (scenarios.length === 0) return empty("No scenario ran.");
  return html`<div class="wrap">
    <table class="stack">
      <thead>
        <tr>
          <th>Scenario</th>
          <th class="num">Planned</th>
          <th class="num">Started</th>
          <th class="num">Dropped</th>
          <th class="num">Rate</th>
          <th class="num">Peak users</th>
        </tr>
      </thead>
      <tbody>
        ${scenarios.map(
          ({ name, planned, started, dropped, ratePerSecond, peakVus }) =>
            html`<tr>
              <td class="wide">
                <div><span class="name">${name === "" ? "(not told)" : name}</span></div>
              </td>
              ${number("Planned", planned === null ? "–" : formatNumber(planned))}${number("Started", formatNumber(started))}${number("Dropped", formatNumber(dropped), dropped > 0 ? "hot" : "")}${number("Rate", formatRate(ratePerSecond))}${number("Peak users", peakVus === null ? "–" : formatNumber(peakVus))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Endpoints over the whole run with their change against the baseline. */
export function showEndpoints({ endpoints, comparisons }: RunDocument): Markup {
  if (endpoints.length === 0) return empty("No request was made.");
  const several = new Set(endpoints.map(({ scenario }) => scenario)).size > 1;
  return html`<div class="wrap">
    <table class="stack">
      <thead>
        <tr>
          <th>Endpoint</th>
          <th class="num">Requests</th>
          <th class="num">Failed</th>
          <th class="num">p50</th>
          <th class="num">p90</th>
          <th class="num">p95</th>
          <th class="num">p99</th>
          <th class="num">Max</th>
          <th class="num">Against baseline</th>
        </tr>
      </thead>
      <tbody>
        ${endpoints.map(({ name, scenario, requests, failedRequests, latencyMs }) => {
          const share = requests === 0 ? 0 : failedRequests / requests;
          return html`<tr>
            <td class="wide">
              <div><span class="name">${name}</span>${several ? html`<small>in ${scenario}</small>` : null}</div>
            </td>
            ${number("Requests", formatNumber(requests))}${number("Failed", formatShare(share), share > 0 ? "hot" : "")}${number("p50", formatMs(latencyMs.p50))}${number("p90", formatMs(latencyMs.p90))}${number("p95", formatMs(latencyMs.p95))}${number("p99", formatMs(latencyMs.p99))}${number("Max", formatMs(latencyMs.max))}${showChange(comparisons.filter((comparison) => comparison.endpoint === name && comparison.scenario === scenario))}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/** The comparison that says most: the worst status, and of equal ones the largest effect. */
function showChange(comparisons: readonly Comparison[]): Markup {
  const order: readonly Comparison["status"][] = [
    "regression-confirmed",
    "regression-suspected",
    "environment-shift",
    "improved",
    "provisional",
    "inconclusive",
    "no-regression",
    "no-baseline",
  ];
  const [worst] = comparisons.toSorted(
    (a, b) => order.indexOf(a.status) - order.indexOf(b.status) || Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0),
  );
  if (worst === undefined || worst.effect === null || worst.status === "no-baseline")
    return number("Against baseline", "–", "none");
  const tone = worst.status.startsWith("regression") ? "up" : worst.status === "improved" ? "down" : "";
  const interval = worst.interval === null ? "" : `, ${sign(formatChangeRange(...worst.interval))}`;
  return number(
    "Against baseline",
    `${sign(formatChange(worst.effect))} ${worst.statistic}`,
    tone,
    html`<small>${statusWords[worst.status]}${interval}</small>`,
  );
}

/** Errors, the most frequent first. */
export function showErrors({ errors, totals }: RunDocument): Markup {
  if (errors.length === 0) return empty("No request failed.");
  const rows = errors.toSorted((a, b) => b.count - a.count || a.firstAtMs - b.firstAtMs);
  return html`<div class="wrap">
    <table class="stack">
      <thead>
        <tr>
          <th>What</th>
          <th>Where</th>
          <th class="num">Count</th>
          <th class="num">Share of all requests</th>
          <th class="num">First at</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (error) =>
            html`<tr>
              <td class="wide">
                <div>
                  <span class="name">${describeErrorKind(error)}</span
                  >${error.kind === "status" ? html`<small>status</small>` : null}
                </div>
              </td>
              <td class="wide"><div>${placeOf(error.endpoint, error.scenario) ?? "–"}</div></td>
              ${number("Count", formatNumber(error.count))}${number("Share", formatShare(totals.requests === 0 ? 0 : error.count / totals.requests))}${number("First at", formatDuration(error.firstAtMs))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Flags about the run's own quality. */
export function showQuality({ quality }: RunDocument): Markup {
  if (quality.flags.length === 0)
    return empty("The load was delivered as planned and nothing disturbed the measurement.");
  const words = {
    "invalid-generator": { level: "invalid", word: "not valid" },
    "invalid-load": { level: "invalid", word: "not valid" },
    warn: { level: "warn", word: "warning" },
    info: { level: "note", word: "note" },
  } as const;
  return html`<div class="wrap">
    <table class="stack">
      <tbody>
        ${quality.flags.map(
          ({ severity, text, code }) =>
            html`<tr>
              <td class="wide">
                <div><span class="chip ${words[severity].level}">${words[severity].word}</span></div>
              </td>
              <td class="wide">
                <div>${text}<small class="mono">${code}</small></div>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
