import type { ErrorBudget } from "../../../contract/error-budget.ts";
import type { Objective } from "../../../contract/slo-set.ts";
import type { DocumentNode } from "../document-reader.ts";
import { parseCount, parseDuration, parseShare } from "../units.ts";
import { fieldOf, refuseUnknown, textOf, type Complaints } from "./node-fields.ts";

const dayMs = 86_400_000;

/**
 * Reads `budget: { window: 28d, volume: 5M, spent: 40% }`: the length of the budget's window, the requests that production serves in it, and
 * the share that is spent already. null, with complaints, where it cannot be used.
 */
export function readBudget(node: DocumentNode, complaints: Complaints): ErrorBudget | null {
  const known = complaints.mistakes.length;
  if (node.kind !== "map") {
    complaints.refuse(node.place, "a budget is a map such as { window: 28d, volume: 5M, spent: 40% }");
    return null;
  }
  refuseUnknown(node.entries, ["window", "volume", "spent"], "a budget", complaints);
  const windowMs = part(node, "window", parseBudgetWindow, "days or weeks such as 28d", complaints);
  const volume = part(node, "volume", aboveZero(parseCount), "a number of requests such as 5M", complaints);
  const spent = part(node, "spent", parseShare, "a share such as 40%", complaints);
  if (fieldOf(node, "window") === undefined) complaints.refuse(node.place, 'a budget has a "window" such as 28d');
  return windowMs === null || complaints.mistakes.length > known ? null : { windowMs, volume, spent };
}

/** True for objectives that allow a share of bad requests: only those have a budget that can be spent. */
export function allowsBudget({ statistic, comparator }: Pick<Objective, "statistic" | "comparator">): boolean {
  const upper = comparator === "<" || comparator === "<=";
  if (statistic.kind === "error-rate") return upper;
  return (statistic.kind === "share-below" || statistic.kind === "checks") && !upper;
}

/** `28d`, `4w`, `12h` to milliseconds; null for anything else. */
export function parseBudgetWindow(text: string): number | null {
  const [, digits = "", unit = ""] = /^(\d{1,5})([dw])$/.exec(text) ?? [];
  const windowMs = unit === "" ? parseDuration(text) : Number(digits) * (unit === "w" ? 7 : 1) * dayMs;
  return windowMs === null || windowMs <= 0 ? null : windowMs;
}

function part(
  node: DocumentNode,
  key: string,
  parse: (text: string) => number | null,
  form: string,
  complaints: Complaints,
): number | null {
  const value = fieldOf(node, key);
  if (value === undefined) return null;
  const parsed = parse(textOf(value) ?? "");
  if (parsed === null) complaints.refuse(value.place, `"${textOf(value) ?? "…"}" is not ${form}`);
  return parsed;
}

function aboveZero(parse: (text: string) => number | null): (text: string) => number | null {
  return (text) => {
    const value = parse(text);
    return value === 0 ? null : value;
  };
}
