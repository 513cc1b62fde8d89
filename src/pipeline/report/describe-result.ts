import {
  formatAgainst,
  formatChange,
  formatCount,
  formatDuration,
  formatMs,
  formatNumber,
  formatRange,
  formatShare,
} from "../../contract/format-quantity.ts";
import type { Comparison } from "../../contract/comparison.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { RunDocument } from "../../contract/run.ts";

/** What an objective is about, without its limit: `p95 of checkout in buy`. */
export function subjectOf({ name, text, endpoint, scenario }: ObjectiveResult): string {
  const { subject } = splitObjective(text);
  const worst = /\bof each\b/.test(subject) ? placeOf(endpoint, scenario) : null;
  const full = worst === null ? subject : `${subject} (worst: ${worst})`;
  return name === text ? full : `${name}: ${full}`;
}

/** `p95 of checkout in buy is 449 ms, limit 400 ms (438 to 461 ms; breached from 3m12s for 4m10s)`. */
export function describeObjective(result: ObjectiveResult): string {
  const { observed, limit, unit, status } = result;
  if (status === "skipped") return `${subjectOf(result)} was not judged: the plan does not have what it names`;
  if (observed === null || status === "no-data") return `${subjectOf(result)} has no data: no such request was made`;
  const texts = formatAgainst(observed, limit, unit);
  const notes: string[] = [];
  if (result.interval !== null) {
    const range = formatRange(...result.interval, unit);
    notes.push(result.certain ? `interval ${range}` : `interval ${range} holds the limit, so not certain`);
  }
  if (status === "breached" && result.breach !== null) {
    notes.push(`breached from ${formatDuration(result.breach.fromMs)} for ${formatDuration(result.breach.longestMs)}`);
  }
  if (!result.exact) notes.push("from the histogram");
  return `${subjectOf(result)} is ${texts.value}, ${wantedOf(result)} ${texts.limit}${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
}

/** `limit` where smaller is better, `wanted at least` or `wanted more than` where larger is. */
export function wantedOf({ text }: ObjectiveResult): string {
  const { comparator } = splitObjective(text);
  return comparator === ">" ? "wanted more than" : comparator === ">=" ? "wanted at least" : "limit";
}

/** How far beyond its limit, 1 = at the limit, whatever its direction. */
export function excessOf({ observed, limit, text }: ObjectiveResult): number {
  if (observed === null) return 0;
  const { comparator } = splitObjective(text);
  const [much, little] = comparator.startsWith(">") ? [limit, observed] : [observed, limit];
  return little === 0 ? (much === 0 ? 1 : Number.MAX_VALUE) : much / little;
}

/** `p95 of checkout in buy is 14.8 % slower than 12 comparable runs (interval +10.9 to +18.7 %; this run could see 6.1 %)`. */
export function describeComparison(comparison: Comparison): string {
  const { statistic, endpoint, scenario, status, effect, interval, mde, baselineRuns, before, after } = comparison;
  const subject = `${statistic} of ${placeOf(endpoint, scenario) ?? "all requests"}`;
  const runs = formatCount(baselineRuns, "comparable run");
  if (status === "no-baseline" || effect === null) return `${subject} has no comparable run to stand beside`;
  const notes: string[] = [];
  if (interval !== null) notes.push(`interval ${formatChangeRange(...interval)}`);
  if (mde !== null) notes.push(`this run could see ${formatShare(mde, 1)}`);
  if (before !== null && after !== null && notes.length === 0)
    notes.push(`${formatMs(before)} before, ${formatMs(after)} now`);
  if (status === "provisional") notes.push("provisional: too few runs to judge");
  const change =
    Math.abs(effect) < 0.0005
      ? `the same as in ${runs}`
      : `${formatShare(Math.abs(effect), 1)} ${effect > 0 ? "slower" : "faster"} than ${runs}`;
  const tail =
    status === "environment-shift"
      ? "; the control probe moved too, so the environment changed"
      : status === "regression-suspected"
        ? "; another run would settle it"
        : "";
  return `${subject} is ${change}${notes.length === 0 ? "" : ` (${notes.join("; ")})`}${tail}`;
}

/** `+10.9 to +18.7 %`. */
export function formatChangeRange(low: number, high: number): string {
  return `${formatChange(low).replace(/ %$/, "")} to ${formatChange(high)}`;
}

/** `19 x 503 on checkout in buy, first at 4m02s`. */
export function describeError(error: RunDocument["errors"][number]): string {
  const place = placeOf(error.endpoint, error.scenario);
  return `${formatNumber(error.count)} x ${describeErrorKind(error)}${place === null ? "" : ` on ${place}`}, first at ${formatDuration(error.firstAtMs)}`;
}

/** What went wrong, in a few words: `503`, `timeout after 10s`, `failed expectation: $.total > 0`. */
export function describeErrorKind({ kind, value }: Pick<RunDocument["errors"][number], "kind" | "value">): string {
  const words = {
    status: "status",
    expectation: "failed expectation",
    extract: "missing value",
    timeout: "timeout",
    connection: "connection error",
    tls: "TLS error",
    blocked: "blocked by the guard",
    other: "error",
  } as const;
  if (kind === "status") return value === "" ? "unexpected status" : value;
  return value === "" || value === kind ? words[kind] : `${words[kind]}: ${value}`;
}

/** `checkout in buy`; null where neither is known. */
export function placeOf(endpoint: string | null, scenario: string | null): string | null {
  const parts = [endpoint ?? "", scenario === null || scenario === "" ? "" : `in ${scenario}`].filter(
    (part) => part !== "",
  );
  return parts.length === 0 ? null : parts.join(" ");
}

/** Splits `p95 of "a < b" < 400ms in every 30s` at the comparator outside quotes. */
function splitObjective(text: string): { subject: string; comparator: string } {
  const match = /^((?:"(?:[^"\\]|\\.)*"|[^"<>])*?)\s*(<=|>=|<|>)/.exec(text);
  if (match === null) return { subject: text, comparator: "<" };
  const tail = /\s(in (?:every|\d).*)$/.exec(text.slice(match[0].length))?.[1]?.replace(/^in every/, "in its worst");
  return { subject: `${(match[1] ?? "").trim()}${tail === undefined ? "" : ` ${tail}`}`, comparator: match[2] ?? "<" };
}
