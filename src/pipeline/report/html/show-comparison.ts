import {
  formatChange,
  formatCount,
  formatQuantity,
  formatShare,
  formatStamp,
} from "../../../contract/format-quantity.ts";
import type { BasisSummary, Comparison } from "../../../contract/comparison.ts";
import type { RunDocument } from "../../../contract/run.ts";
import { formatChangeRange, placeOf } from "../describe-result.ts";
import { statusWords } from "../status-words.ts";
import { html, type Markup } from "./markup.ts";
import { empty, number, sign } from "./table-cells.ts";

const mostRows = 60;
/** Worst first; what is unchanged last. */
const order: readonly Comparison["status"][] = [
  "regression-confirmed",
  "regression-suspected",
  "environment-shift",
  "improved",
  "inconclusive",
  "provisional",
  "no-regression",
  "no-baseline",
];

/** Every comparison that counts for the verdict, and what the run was compared with. */
export function showComparison({ comparisons, baseline }: RunDocument): Markup {
  const counted = comparisons
    .filter(({ primary, status }) => primary && status !== "no-baseline")
    .toSorted(
      (a, b) => order.indexOf(a.status) - order.indexOf(b.status) || Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0),
    );
  return html`${baseline === null ? null : showBasis(baseline)}${
    counted.length === 0
      ? empty("There is no comparable earlier run yet: this one can be the first of a baseline.")
      : html`<div class="wrap">
          <table class="stack">
            <thead>
              <tr>
                <th>Change</th>
                <th>Figure</th>
                <th class="num">Before</th>
                <th class="num">Now</th>
                <th class="num">Effect</th>
                <th class="num">Interval</th>
                <th class="num">Could see</th>
                <th class="num">Runs</th>
              </tr>
            </thead>
            <tbody>
              ${counted.slice(0, mostRows).map(showRow)}
            </tbody>
          </table>
        </div>`
  }${counted.length > mostRows ? empty(`… and ${counted.length - mostRows} more, all of them in result.json`) : null}`;
}

function showRow(comparison: Comparison): Markup {
  const {
    endpoint,
    scenario,
    statistic,
    status,
    before,
    after,
    unit,
    effect,
    interval,
    mde,
    baselineRuns,
    needs,
    notes,
  } = comparison;
  const level = status.startsWith("regression")
    ? status === "regression-confirmed"
      ? "fail"
      : "warn"
    : status === "inconclusive"
      ? "open"
      : status === "improved" || status === "no-regression"
        ? "ok"
        : "note";
  const remarks = [
    ...(comparison.accepted === null ? [] : [`accepted as ${comparison.accepted}`]),
    ...(needs === null ? [] : [needsText(needs)]),
    ...notes,
  ];
  const change = (value: number): string =>
    unit === "fraction" ? `${sign(formatChange(value)).replace(/ %$/, "")} pp` : sign(formatChange(value));
  return html`<tr>
    <td class="wide">
      <div><span class="chip ${level}">${statusWords[status]}</span></div>
    </td>
    <td class="wide">
      <div>
        <span class="name">${statistic} of ${placeOf(endpoint, scenario) ?? "all requests"}</span>${remarks.map(
          (remark) => html`<small>${remark}</small>`,
        )}
      </div>
    </td>
    ${number("Before", before === null ? "–" : formatQuantity(before, unit))}${number("Now", after === null ? "–" : formatQuantity(after, unit))}${number("Effect", effect === null ? "–" : change(effect), level === "fail" || level === "warn" ? "up" : "")}${number("Interval", interval === null ? "" : sign(formatChangeRange(...interval)))}${number("Could see", mde === null ? "" : formatShare(mde, 1))}${number("Runs", String(baselineRuns))}
  </tr>`;
}

function needsText({ baselines, candidates }: NonNullable<Comparison["needs"]>): string {
  const ways = [
    ...(baselines === null ? [] : [formatCount(baselines, "more baseline run")]),
    ...(candidates === null ? [] : [formatCount(candidates, "more run") + " of this build"]),
  ];
  return ways.length === 0
    ? "no number of runs would settle it: the spread is too large"
    : `${ways.join(" or ")} would settle it`;
}

const stamp = (at: number): string => formatStamp(new Date(at).toISOString());

function showBasis(basis: BasisSummary): Markup {
  const { runs, oldestAt, newestAt, cut, anchor, drift, excluded, calibrated } = basis;
  const period = oldestAt === null || newestAt === null ? "" : ` from ${stamp(oldestAt)} to ${stamp(newestAt)}`;
  const facts: [string, string][] = [
    ["Compared with", `${formatCount(runs, "comparable run")}${period}`],
    [
      "Noise",
      calibrated
        ? "known: a confirmed regression fails the run"
        : "not known well yet: a confirmed regression only warns until there are ten runs or `perf-agent calibrate`",
    ],
    ...(cut === null ? [] : [["Runs count from", `${stamp(cut.at)}: ${cut.why}`] satisfies [string, string]]),
    ...(anchor === null
      ? []
      : [["Anchor", `${anchor.label}, ${stamp(anchor.startedAt)} (${anchor.runId})`] satisfies [string, string]]),
    ...(anchor === null ? [] : [["Since the anchor", driftText(drift)] satisfies [string, string]]),
    ...(excluded.length === 0
      ? []
      : [
          ["Left out", excluded.map(({ runId, why }) => `${runId}: ${why.join("; ")}`).join(" · ")] satisfies [
            string,
            string,
          ],
        ]),
  ];
  return html`<dl class="facts">
    ${facts.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** The largest changes of a p95 since the anchor. */
function driftText(drift: BasisSummary["drift"]): string {
  if (drift.length === 0) return "nothing in common with this run";
  return drift
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, 5)
    .map(
      ({ statistic, endpoint, scenario, effect }) =>
        `${statistic} of ${placeOf(endpoint, scenario) ?? "all"} ${sign(formatChange(effect))}`,
    )
    .join(", ");
}
