import type { Objective } from "../../../contract/slo-set.ts";
import type { DocumentNode } from "../document-reader.ts";
import { attempt } from "./attempt.ts";
import type { Condition } from "./condition.ts";
import { entriesOf, fieldOf, refuseUnknown, textOf, type Complaints } from "./node-fields.ts";
import { indicatorOf, parseStatistic, type Subject } from "./parse-objective.ts";
import { parseEvery, parseLimit, parseWindowShare } from "./parse-quantity.ts";
import { placed, type PlacedObjective } from "./placed-objective.ts";
import { allowsBudget, readBudget } from "./read-budget.ts";

const objectiveFields = [
  "name",
  "sli",
  "of",
  "in",
  "below",
  "above",
  "atMost",
  "atLeast",
  "every",
  "share",
  "stop",
  "severity",
  "budget",
];
const comparisons = [
  ["below", "<"],
  ["above", ">"],
  ["atMost", "<="],
  ["atLeast", ">="],
] as const;

/** `{ name, sli, of, in, below | above | atMost | atLeast, every, share, stop, severity, budget }`. */
export function readLongForm(item: DocumentNode, complaints: Complaints): PlacedObjective[] {
  const known = complaints.mistakes.length;
  const entries = entriesOf(item, "an objective", complaints);
  if (entries.length === 1 && entries[0]?.key.includes(" of ") === true) {
    complaints.refuse(item.place, "YAML took this objective for a map; put the whole line in quotes");
    return [];
  }
  refuseUnknown(entries, objectiveFields, "an objective", complaints);
  const sliNode = fieldOf(item, "sli");
  const limits = comparisons.flatMap(([key, comparator]) => {
    const node = fieldOf(item, key);
    return node === undefined ? [] : [{ key, comparator, node }];
  });
  const [chosen, second] = limits;
  if (sliNode === undefined) complaints.refuse(item.place, 'an objective has an "sli", such as p95 or errors');
  if (chosen === undefined) complaints.refuse(item.place, "an objective has a limit: below, above, atMost or atLeast");
  if (second !== undefined && chosen !== undefined)
    complaints.refuse(second.node.place, `"${second.key}" beside "${chosen.key}": an objective has one limit`);
  const severity = readSeverity(item, complaints);
  const stop = readStop(item, complaints);
  const subject = readSubject(item, complaints);
  const scenario = nameOf(item, "in", complaints);
  const window = readWindow(item, complaints);
  const share = fieldOf(item, "share");
  if (stop && share !== undefined && window !== null && window.share < 1)
    complaints.refuse(
      share.place,
      '"share" beside "stop": which share of the windows held is known at the end only; leave one of them out',
    );
  if (sliNode === undefined || chosen === undefined || second !== undefined) return [];
  const indicator = attempt(sliNode, complaints, () =>
    indicatorOf(parseStatistic(textOf(sliNode) ?? ""), subject, scenario, 0),
  );
  if (indicator === null) return [];
  const limit = attempt(chosen.node, complaints, () => parseLimit(textOf(chosen.node) ?? "", indicator.unit, 0));
  if (limit === null || complaints.mistakes.length > known) return [];
  const condition = { ...indicator, comparator: chosen.comparator, limit, window };
  const budgetNode = fieldOf(item, "budget");
  if (budgetNode !== undefined && !allowsBudget(condition)) {
    complaints.refuse(
      budgetNode.place,
      "a budget is of bad requests: errors below, or checks or below(300ms) above a limit",
    );
    return [];
  }
  const budget = budgetNode === undefined ? null : readBudget(budgetNode, complaints);
  return [placed(condition, item.place, { name: textOf(fieldOf(item, "name")), severity, stop, budget })];
}

/** `of: checkout`, `of: each`, `of: { tag: { criticality: high } }`, `of: { tag: { criticality: high }, each: true }`. */
function readSubject(item: DocumentNode, complaints: Complaints): Subject {
  const node = fieldOf(item, "of");
  if (node?.kind !== "map") {
    const of = nameOf(item, "of", complaints);
    return { name: of === "all" || of === "each" ? null : of, each: of === "each", tag: null };
  }
  refuseUnknown(node.entries, ["tag", "each"], '"of"', complaints);
  const tags = fieldOf(node, "tag");
  const [first, second] = tags?.kind === "map" ? tags.entries : [];
  const value = textOf(first?.node);
  const each = fieldOf(node, "each");
  const isEach = each?.kind === "scalar" && each.value === true;
  if (each !== undefined && !isEach) complaints.refuse(each.place, '"each" is true, or left out');
  if (first === undefined || second !== undefined || value === undefined || value === "" || /^$|=/.test(first.key)) {
    complaints.refuse(node.place, '"of" is a name, each, all, or one tag such as { tag: { criticality: high } }');
    return { name: null, each: isEach, tag: null };
  }
  return { name: null, each: isEach, tag: { name: first.key, value } };
}

function nameOf(item: DocumentNode, key: string, complaints: Complaints): string | null {
  const node = fieldOf(item, key);
  const name = textOf(node);
  if (node !== undefined && (name === undefined || name === "")) complaints.refuse(node.place, `"${key}" is one name`);
  return name ?? null;
}

function readWindow(item: DocumentNode, complaints: Complaints): Condition["window"] {
  const every = fieldOf(item, "every");
  const share = fieldOf(item, "share");
  if (every === undefined) {
    if (share !== undefined)
      complaints.refuse(share.place, '"share" tells how many windows must hold: say their length with "every"');
    return null;
  }
  const everyMs = attempt(every, complaints, () => parseEvery(textOf(every) ?? "", 0));
  const held = share === undefined ? 1 : attempt(share, complaints, () => parseWindowShare(textOf(share) ?? "", 0));
  return everyMs === null || held === null ? null : { everyMs, share: held };
}

function readSeverity(item: DocumentNode, complaints: Complaints): Objective["severity"] {
  const node = fieldOf(item, "severity");
  const text = textOf(node);
  if (node === undefined || text === "fail") return "fail";
  if (text !== "warn") complaints.refuse(node.place, `"${text ?? ""}" is no severity: fail or warn`);
  return "warn";
}

function readStop(item: DocumentNode, complaints: Complaints): boolean {
  const node = fieldOf(item, "stop");
  if (node === undefined) return false;
  const value = node.kind === "scalar" ? node.value : null;
  if (typeof value !== "boolean") complaints.refuse(node.place, '"stop" is true or false');
  return value === true;
}
