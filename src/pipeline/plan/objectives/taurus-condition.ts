import type { Objective, Statistic } from "../../../contract/slo-set.ts";
import type { Measure } from "../../../contract/window.ts";
import { unitOf, type Condition } from "./condition.ts";
import { parseTaurusTime, type TaurusCriterion } from "./taurus-sentence.ts";

/** What a criterion demands here, and where that differs from Taurus; or the reason why nothing here is its equal. */
export type TaurusCondition =
  | { readonly condition: Condition; readonly note: string | null }
  | { readonly why: string };

/** The opposite of what fails a run is what it must keep. */
const opposites: Readonly<Record<string, Objective["comparator"]>> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };
const mirrored: Readonly<Record<Objective["comparator"], Objective["comparator"]>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

const durations: ReadonlyMap<string, { readonly measure: Measure; readonly note: string | null }> = new Map<
  string,
  { readonly measure: Measure; readonly note: string | null }
>([
  ["avg-rt", { measure: "latency", note: null }],
  ["avg-lt", { measure: "waiting", note: "the time to the first byte is measured from the end of sending here" }],
  ["avg-ct", { measure: "connecting", note: null }],
]);

/** Translates a criterion into what must hold. */
export function taurusCondition(criterion: TaurusCriterion): TaurusCondition {
  const comparator = opposites[criterion.condition];
  if (comparator === undefined) return { why: `"${criterion.condition}" is no limit: write <, <=, > or >=` };
  const everyMs = criterion.timeframe === null ? null : parseTaurusTime(criterion.timeframe);
  if (criterion.timeframe !== null && (everyMs === null || everyMs <= 0 || everyMs % 1000 !== 0))
    return { why: `"${criterion.timeframe}" is not a time in whole seconds` };
  const figure = figureOf(criterion, comparator, everyMs);
  if ("why" in figure) return figure;
  const { statistic, measure, limit, note } = figure;
  const condition: Condition = {
    statistic,
    measure,
    endpoint: criterion.label === "" ? null : criterion.label,
    each: false,
    tag: null,
    scenario: null,
    comparator: figure.comparator,
    limit,
    unit: unitOf(statistic),
    window: everyMs === null ? null : { everyMs, share: 1 },
  };
  const streak =
    criterion.logic === "for" && everyMs !== null && everyMs > 1000
      ? "Taurus wants every second of the time beyond the limit; here the time as a whole is judged, which is stricter"
      : null;
  const notes = [note, streak].filter((text) => text !== null);
  return { condition, note: notes.length === 0 ? null : notes.join("; ") };
}

interface Figure {
  readonly statistic: Statistic;
  readonly measure: Measure;
  readonly comparator: Objective["comparator"];
  readonly limit: number;
  readonly note: string | null;
}

function figureOf(
  { subject, threshold, logic }: TaurusCriterion,
  comparator: Objective["comparator"],
  everyMs: number | null,
): Figure | { readonly why: string } {
  const timed = durations.get(subject);
  const percentile = /^p(\d{1,3}(?:\.\d{1,6})?)$/.exec(subject)?.[1];
  if (timed !== undefined || percentile !== undefined) {
    const limit = parseTaurusTime(threshold);
    const statistic = percentile === undefined ? ({ kind: "mean" } as const) : percentileOf(percentile);
    if (statistic === null) return { why: `"${subject}" is no percentile` };
    if (limit === null) return { why: `"${threshold}" is not a time` };
    return { statistic, measure: timed?.measure ?? "latency", comparator, limit, note: timed?.note ?? null };
  }
  if (/^(?:fail|succ)/.test(subject)) return shareOf(subject.startsWith("fail"), threshold, comparator);
  if (subject === "hits") return rateOf(threshold, comparator, logic === "for" ? 1000 : everyMs, everyMs);
  return { why: reasons.find(([pattern]) => pattern.test(subject))?.[1] ?? `"${subject}" is no subject of Taurus` };
}

const reasons: readonly (readonly [RegExp, string])[] = [
  [/^rc/, "responses are told apart here by success only: write the share of failed requests (fail>5%)"],
  [/^stdev-rt$/, "no objective is on a standard deviation"],
  [/^concurr/, "the number of users follows from the plan and is no objective"],
  [/^bytes/, "no objective is on bytes"],
];

function percentileOf(text: string): Statistic | null {
  const q = Number(`${text}e-2`);
  if (q === 0) return { kind: "min" };
  if (q === 1) return { kind: "max" };
  return q < 1 ? { kind: "quantile", q } : null;
}

/** `fail>5%`, and `succ<95%`, which says the same. */
function shareOf(isFailure: boolean, threshold: string, comparator: Objective["comparator"]): Figure | { why: string } {
  const digits = /^(\d+(?:\.\d+)?)%$/.exec(threshold)?.[1];
  const percent = digits === undefined ? NaN : Number(digits);
  if (digits === undefined)
    return { why: "a number of requests grows with the load: write the share, such as fail>5%" };
  if (percent > 100) return { why: `"${threshold}" is more than all requests` };
  const share = Number(((isFailure ? percent : 100 - percent) / 100).toPrecision(12));
  return {
    statistic: { kind: "error-rate" },
    measure: "latency",
    comparator: isFailure ? comparator : mirrored[comparator],
    limit: share,
    note: null,
  };
}

/** `hits<100 for 5s`: requests in each second; `within` and `over`: in the whole time. */
function rateOf(
  threshold: string,
  comparator: Objective["comparator"],
  perMs: number | null,
  everyMs: number | null,
): Figure | { why: string } {
  if (everyMs === null || perMs === null)
    return {
      why: "the number of requests of a whole run follows from its length: write a rate over time, such as hits<100 for 5s",
    };
  if (!/^\d+(?:\.\d+)?$/.test(threshold)) return { why: `"${threshold}" is not a number of requests` };
  return {
    statistic: { kind: "throughput" },
    measure: "latency",
    comparator,
    limit: Number(((Number(threshold) * 1000) / perMs).toPrecision(12)),
    note: null,
  };
}
