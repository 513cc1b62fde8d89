import {
  formatChange,
  formatCount,
  formatNumber,
  formatQuantity,
  formatShare,
} from "../../../contract/format-quantity.ts";
import type { Comparison } from "../../../contract/comparison.ts";
import { effectOf, type ComparisonGroup } from "./group-comparisons.ts";

const mostNames = 4;

/** How an endpoint is called: with its scenario where several have it. */
export type NameOf = (series: { readonly scenario: string; readonly endpoint: string }) => string;

export function namesIn(all: readonly { readonly scenario: string; readonly endpoint: string }[]): NameOf {
  return ({ scenario, endpoint }) =>
    scenario !== "" && all.some((other) => other.endpoint === endpoint && other.scenario !== scenario)
      ? `${endpoint} in ${scenario}`
      : endpoint;
}

/** `p95 of checkout is 14.8 % slower than 12 comparable runs (interval +10.9 to +18.7 %; this run could see 6.1 %)`. */
export function changeText(group: ComparisonGroup, tested: number, nameOf: NameOf): string {
  const [first, ...others] = group.members;
  return others.length === 0 ? oneText(first, nameOf) : severalText(group, tested, nameOf);
}

function oneText(comparison: Comparison, nameOf: NameOf): string {
  const { effect, interval, mde, unit } = comparison;
  const details = [
    ...(interval === null ? [] : [`interval ${rangeText(interval[0], interval[1], unit)}`]),
    ...(mde === null ? [] : [`this run could see ${sizeText(mde, unit)}`]),
  ];
  const more = details.length === 0 ? "" : ` (${details.join("; ")})`;
  return `${subjectText(comparison, nameOf(comparison))} ${wayText(effect ?? 0, unit)} ${basisText(comparison)}${more}`;
}

function severalText(group: ComparisonGroup, tested: number, nameOf: NameOf): string {
  const { members, scope } = group;
  const [first] = members;
  const shown = members.slice(0, mostNames).map(nameOf);
  const left = members.length - shown.length;
  const names = `${shown.join(", ")}${left === 0 ? "" : ` and ${formatCount(left, "other")}`}`;
  const effects = members.map(({ effect }) => effect ?? 0);
  const count = formatNumber(members.length);
  const whole = scope === "service" ? `${count} of ${formatCount(tested, "endpoint")}` : `${count} endpoints`;
  const verb = first.unit === "fraction" ? "are" : "is";
  const range = rangeText(Math.min(...effects), Math.max(...effects), first.unit);
  const together = scope === "service" ? "the service as a whole: " : "";
  return `${together}${first.statistic} of ${whole} ${verb} ${wayText(effectOf(group), first.unit)} ${basisText(first)}, together (${names}; ${range})`;
}

function subjectText({ statistic, unit, after }: Comparison, name: string): string {
  if (unit !== "fraction") return `${statistic} of ${name} is`;
  return `${statistic} of ${name} are ${after === null ? "" : `${formatQuantity(after, unit)},`}`;
}

function wayText(effect: number, unit: Comparison["unit"]): string {
  const size = sizeText(Math.abs(effect), unit);
  if (unit === "ms") return `${size} ${effect < 0 ? "faster" : "slower"} than`;
  if (unit === "fraction") return `${size} ${effect < 0 ? "less" : "more"} than in`;
  return `${size} ${effect < 0 ? "lower" : "higher"} than in`;
}

function basisText({ baselineRuns }: Comparison): string {
  return formatCount(baselineRuns, "comparable run");
}

/** Error rates differ by points of a percentage. */
function sizeText(size: number, unit: Comparison["unit"]): string {
  return unit === "fraction" ? `${formatNumber(size * 100, 2)} points` : formatShare(size, 1);
}

function rangeText(low: number, high: number, unit: Comparison["unit"]): string {
  if (unit !== "fraction") return `${formatChange(low).replace(/ %$/, "")} to ${formatChange(high)}`;
  return `${signedPoints(low)} to ${signedPoints(high)} points`;
}

function signedPoints(fraction: number): string {
  return `${fraction > 0 ? "+" : ""}${formatNumber(fraction * 100, 2)}`;
}
