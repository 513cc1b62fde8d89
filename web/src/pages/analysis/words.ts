import {
  formatChange,
  formatCount,
  formatNumber,
  formatQuantity,
  formatShare,
} from "../../../../src/contract/format-quantity.ts";
import type { Comparison, ComparisonStatus } from "../../../../src/contract/comparison.ts";
import type { ObjectiveResult } from "../../../../src/contract/objective-result.ts";
import type { QualityFlag, RunDocument } from "../../../../src/contract/run.ts";
import type { Tone } from "../../components/status-badge.tsx";

/** The words of an analysis. They are those of the reports, so that a page and a report of one run read the same. */

export const comparisonWords: Readonly<Record<ComparisonStatus, string>> = {
  "regression-confirmed": "slower, confirmed",
  "regression-suspected": "slower, suspected",
  improved: "faster",
  "no-regression": "unchanged",
  inconclusive: "inconclusive",
  "environment-shift": "environment changed",
  provisional: "provisional",
  "no-baseline": "no baseline",
};

export const comparisonTones: Readonly<Record<ComparisonStatus, Tone>> = {
  "regression-confirmed": "fail",
  "regression-suspected": "warn",
  improved: "pass",
  "no-regression": "pass",
  inconclusive: "invalid",
  "environment-shift": "note",
  provisional: "note",
  "no-baseline": "note",
};

export const flagTones: Readonly<Record<QualityFlag["severity"], Tone>> = {
  "invalid-generator": "invalid",
  "invalid-load": "invalid",
  warn: "warn",
  info: "note",
};

export const flagWords: Readonly<Record<QualityFlag["severity"], string>> = {
  "invalid-generator": "invalid: the generator",
  "invalid-load": "invalid: the load",
  warn: "warning",
  info: "note",
};

export interface ToneAndWord {
  readonly tone: Tone;
  readonly word: string;
}

export function objectiveState({ status, severity, certain }: ObjectiveResult): ToneAndWord {
  switch (status) {
    case "met":
      return { tone: "pass", word: certain ? "✓ met" : "✓ met, barely" };
    case "breached":
      return { tone: severity === "fail" ? "fail" : "warn", word: certain ? "✕ breached" : "✕ breached, barely" };
    case "no-data":
      return { tone: "invalid", word: "? no data" };
    default:
      return { tone: "note", word: "– skipped" };
  }
}

/** `checkout in buy`; "all requests" where neither is known. */
export function placeText(endpoint: string | null, scenario: string | null): string {
  const parts = [endpoint ?? "", scenario === null || scenario === "" ? "" : `in ${scenario}`].filter(
    (part) => part !== "",
  );
  return parts.length === 0 ? "all requests" : parts.join(" ");
}

/** `+14.8 %`; of error rates the difference, `+0.4 pp`. */
export function changeText(value: number, unit: Comparison["unit"]): string {
  return unit === "fraction" ? formatChange(value).replace(/ %$/u, " pp") : formatChange(value);
}

/** `+10.9 to +18.7 %` */
export function changeRangeText([low, high]: readonly [number, number], unit: Comparison["unit"]): string {
  return `${changeText(low, unit).replace(/ (?:%|pp)$/u, "")} to ${changeText(high, unit)}`;
}

/** A comparison in one sentence: effect, interval, and what the run could have seen. */
export function comparisonText({
  statistic,
  endpoint,
  scenario,
  unit,
  effect,
  interval,
  mde,
  baselineRuns,
}: Comparison): string {
  const subject = `${statistic} of ${placeText(endpoint, scenario)}`;
  if (effect === null) return `${subject}: nothing to compare with`;
  return [
    `${subject}: ${changeText(effect, unit)} against ${formatCount(baselineRuns, "comparable run")}`,
    ...(interval === null ? [] : [`95 % interval ${changeRangeText(interval, unit)}`]),
    ...(mde === null ? [] : [`smallest change it would find ${formatShare(mde, 1)}`]),
  ].join("; ");
}

/** What would settle it; null: it is settled, or was not asked. */
export function needsText(needs: Comparison["needs"]): string | null {
  if (needs === null) return null;
  const ways = [
    ...(needs.baselines === null ? [] : [formatCount(needs.baselines, "more baseline run")]),
    ...(needs.candidates === null ? [] : [`${formatCount(needs.candidates, "more run")} of this build`]),
  ];
  return ways.length === 0
    ? "no number of runs would settle it: the spread is too large"
    : `${ways.join(" or ")} would settle it`;
}

const errorWords: Readonly<Record<RunDocument["errors"][number]["kind"], string>> = {
  status: "status",
  expectation: "failed expectation",
  extract: "missing value",
  timeout: "timeout",
  connection: "connection error",
  tls: "TLS error",
  blocked: "blocked by the guard",
  other: "error",
};

/** `503`, `timeout: 10s`, `failed expectation: $.total > 0`. */
export function errorKindText({ kind, value }: Pick<RunDocument["errors"][number], "kind" | "value">): string {
  if (kind === "status") return value === "" ? "unexpected status" : value;
  return value === "" || value === kind ? errorWords[kind] : `${errorWords[kind]}: ${value}`;
}

/** A value of an analysis; `–` where there is none. */
export function quantityText(value: number | null, unit: Comparison["unit"] | ObjectiveResult["unit"]): string {
  return value === null ? "–" : formatQuantity(value, unit);
}

/** A share of failed requests: `none`, `0.02 %`. */
export function failedText(failed: number, requests: number): string {
  if (requests === 0) return "–";
  return failed === 0 ? "none" : `${formatShare(failed / requests)} (${formatNumber(failed)})`;
}
