import type { Objective, Statistic } from "../../../contract/slo-set.ts";
import { formatDuration, parseDuration } from "../units.ts";

/** What an objective demands, without its name and what follows from a breach. */
export type Condition = Pick<
  Objective,
  "statistic" | "measure" | "endpoint" | "each" | "scenario" | "tag" | "comparator" | "limit" | "unit" | "window"
>;

/** The left side of an objective: statistic, measure and what it is taken over. */
export type Indicator = Omit<Condition, "comparator" | "limit" | "window">;

/** Words that mean something in the short form: a name that is one of them is quoted. */
const keywords = new Set(["of", "in", "each", "all", "every", "journey", "tag"]);

const units: Readonly<Record<Statistic["kind"], Objective["unit"]>> = {
  quantile: "ms",
  mean: "ms",
  max: "ms",
  min: "ms",
  "share-below": "fraction",
  "error-rate": "fraction",
  dropped: "fraction",
  checks: "fraction",
  throughput: "per-second",
  apdex: "score",
};

/** The unit that the limit of a statistic is written in. */
export function unitOf(statistic: Statistic): Objective["unit"] {
  return units[statistic.kind];
}

/** The condition in the canonical short form: parsing it gives the same condition, with or without a plan. */
export function conditionText(condition: Condition): string {
  const { statistic, measure, scenario, comparator, limit, unit, window } = condition;
  const words = [statisticText(statistic)];
  if (measure === "journey") {
    words.push("journey");
    if (scenario !== null) words.push("of", nameText(scenario));
  } else {
    if (measure !== "latency") words.push(measure);
    if (statistic.kind !== "dropped") words.push("of", subjectText(condition));
    if (scenario !== null) words.push("in", nameText(scenario));
  }
  words.push(comparator, limitText(limit, unit));
  if (window !== null) {
    if (window.share === 1) words.push("in", "every", durationText(window.everyMs));
    else words.push("in", shareText(window.share), "of", durationText(window.everyMs));
  }
  return words.join(" ");
}

/** What it is taken over: `checkout`, `all`, `each`, `tag criticality=high`, `each tag criticality=high`. */
function subjectText({ endpoint, each, tag }: Pick<Condition, "endpoint" | "each" | "tag">): string {
  if (endpoint !== null) return nameText(endpoint);
  if (tag === null) return each ? "each" : "all";
  return `${each ? "each " : ""}tag ${nameText(`${tag.name}=${tag.value}`)}`;
}

function statisticText(statistic: Statistic): string {
  if (statistic.kind === "quantile") return `p${decimal(Number(`${String(statistic.q)}e2`))}`;
  if (statistic.kind === "share-below") return `below(${durationText(statistic.belowMs)})`;
  if (statistic.kind === "apdex") return `apdex(${durationText(statistic.toleratedMs)})`;
  return statistic.kind === "error-rate" ? "errors" : statistic.kind;
}

function limitText(limit: number, unit: Objective["unit"]): string {
  if (unit === "ms") return durationText(limit);
  if (unit === "fraction") return shareText(limit);
  return unit === "per-second" ? `${decimal(limit)}/s` : decimal(limit);
}

/** A name as the short form writes it: bare where it is one plain word, else in quotes. */
function nameText(name: string): string {
  return /^[\p{L}\p{N}_./:{}*~+=-]+$/u.test(name) && !keywords.has(name) ? name : JSON.stringify(name);
}

function durationText(ms: number): string {
  const text = formatDuration(ms);
  return parseDuration(text) === ms ? text : `${decimal(ms)}ms`;
}

/** The shortest percentage that reads back as the same fraction: 0.07 is 7 %, not 7.000000000000001 %. */
function shareText(fraction: number): string {
  for (let digits = 1; digits <= 17; digits += 1) {
    const percent = Number((fraction * 100).toPrecision(digits));
    if (percent / 100 === fraction) return `${decimal(percent)}%`;
  }
  return `${decimal(fraction * 100)}%`;
}

/** A number without an exponent, as the parsers of units read no other. */
function decimal(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  const fixed = value.toFixed(20);
  return fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed;
}
