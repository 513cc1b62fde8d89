import type { DocumentNode, Place } from "../document-reader.ts";
import { fieldOf, refuseUnknown, textOf, type Complaints } from "./node-fields.ts";
import { parseObjective } from "./parse-objective.ts";
import { WordProblem } from "./word-problem.ts";
import { noObjectives, placed, type PlacedObjective, type ReadObjectives } from "./placed-objective.ts";
import { taurusCondition } from "./taurus-condition.ts";
import { parseTaurusSentence, type TaurusCriterion } from "./taurus-sentence.ts";

/** True for a Taurus configuration with pass/fail criteria, for criteria alone, and for a bare list of sentences. */
export function isTaurus(root: DocumentNode): boolean {
  if (root.kind === "list")
    return root.items.length > 0 && root.items.every((item) => parseTaurusSentence(textOf(item) ?? "") !== null);
  if (root.kind !== "map" || fieldOf(root, "kind") !== undefined || fieldOf(root, "objectives") !== undefined)
    return false;
  return ["reporting", "criteria", "criterias"].some((key) => fieldOf(root, key) !== undefined);
}

/**
 * Reads the criteria of Taurus' pass/fail module, sentences and maps of fields, as objectives over the whole run with all its ramps, as Taurus
 * judges. What fails there must not hold here: `p95>500ms` becomes `p95 <= 500ms`.
 */
export function readTaurus(root: DocumentNode, complaints: Complaints): ReadObjectives {
  if (root.kind === "list" && root.items.every((item) => isShortForm(textOf(item) ?? ""))) {
    complaints.refuse(
      root.place,
      'these lines may say when a run fails (Taurus) or what must hold (the short form): put them under "criteria:" or under "objectives:"',
    );
    return noObjectives;
  }
  const objectives = criteriaOf(root).flatMap(({ message, node }) => readCriterion(message, node, complaints) ?? []);
  return { ...noObjectives, objectives };
}

function isShortForm(text: string): boolean {
  try {
    parseObjective(text);
    return true;
  } catch (error) {
    if (error instanceof WordProblem) return false;
    throw error;
  }
}

interface NamedNode {
  readonly message: string | null;
  readonly node: DocumentNode;
}

/** The criteria wherever Taurus takes them from, with the names that a map gives them. */
function criteriaOf(root: DocumentNode): NamedNode[] {
  const reporting = fieldOf(root, "reporting");
  const modules = reporting?.kind === "list" ? reporting.items.filter(isPassFail) : [];
  const owners = root.kind === "list" ? [] : [root, ...modules];
  const lists = owners.flatMap((owner) => fieldOf(owner, "criteria") ?? fieldOf(owner, "criterias") ?? []);
  return [...(root.kind === "list" ? [root] : []), ...lists].flatMap((list): NamedNode[] => {
    if (list.kind === "list") return list.items.map((node) => namedSentence(node) ?? { message: null, node });
    if (list.kind === "map") return list.entries.map(({ key, node }) => ({ message: key, node }));
    return [{ message: null, node: list }];
  });
}

/** `- too slow: avg-rt>150ms`, which YAML takes for a map of one sentence by its message. */
function namedSentence(node: DocumentNode): NamedNode | null {
  const [first, second] = node.kind === "map" ? node.entries : [];
  if (first === undefined || second !== undefined || parseTaurusSentence(textOf(first.node) ?? "") === null)
    return null;
  return { message: first.key, node: first.node };
}

function isPassFail(entry: DocumentNode): boolean {
  return /^pass-?fail$/.test(textOf(fieldOf(entry, "module")) ?? "");
}

function readCriterion(message: string | null, node: DocumentNode, complaints: Complaints): PlacedObjective | null {
  const text = textOf(node);
  const read = node.kind === "map" ? readFields(node, complaints) : parseTaurusSentence(text ?? "");
  if (read === null) {
    if (node.kind !== "map")
      complaints.refuse(
        node.place,
        `"${text ?? "…"}" is no pass/fail criterion: write one such as avg-rt of checkout>150ms for 10s, stop as failed`,
      );
    return null;
  }
  const name = message ?? read.message ?? text ?? sentenceOf(read);
  return placeCriterion(name, read, node.place, complaints);
}

function placeCriterion(
  name: string,
  read: TaurusCriterion,
  place: Place,
  complaints: Complaints,
): PlacedObjective | null {
  const translated = taurusCondition(read);
  if ("why" in translated) {
    complaints.warn(place, `criterion "${name}" is left out: ${translated.why}`);
    return null;
  }
  const { condition, note } = translated;
  // Without a time Taurus judges when the run has ended: there is nothing left to stop.
  const stop = read.stops && read.timeframe !== null;
  return placed(condition, place, { name, note, stop, severity: read.fails ? "fail" : "warn", wholeRun: true });
}

const fields = ["subject", "label", "condition", "threshold", "timeframe", "logic", "stop", "fail", "message"];

/** `{ subject: avg-rt, label: checkout, condition: ">", threshold: 150ms, timeframe: 10s, stop: true, fail: true }`. */
function readFields(node: DocumentNode, complaints: Complaints): TaurusCriterion | null {
  const known = complaints.mistakes.length;
  if (node.kind === "map") refuseUnknown(node.entries, fields, "a pass/fail criterion", complaints);
  const text = (key: string): string | null => textOf(fieldOf(node, key)) ?? null;
  const subject = text("subject");
  const threshold = text("threshold");
  const logic = text("logic") ?? "for";
  const timeframe = text("timeframe");
  if (subject === null || threshold === null)
    complaints.refuse(node.place, 'a pass/fail criterion has a "subject" and a "threshold"');
  if (logic !== "for" && logic !== "within" && logic !== "over")
    complaints.refuse(node.place, `"${logic}" is not how a time is looked at: for, within or over`);
  const [stops, fails] = [isTrue(node, "stop", complaints), isTrue(node, "fail", complaints)];
  if (subject === null || threshold === null || complaints.mistakes.length > known) return null;
  return {
    message: text("message"),
    subject,
    label: text("label") ?? "",
    condition: text("condition") ?? ">",
    threshold,
    logic: logic === "within" || logic === "over" ? logic : "for",
    timeframe: timeframe === "0" ? null : timeframe,
    stops,
    fails,
  };
}

function isTrue(node: DocumentNode, key: string, complaints: Complaints): boolean {
  const field = fieldOf(node, key);
  if (field === undefined) return true;
  const value = field.kind === "scalar" ? field.value : null;
  if (typeof value !== "boolean") complaints.refuse(field.place, `"${key}" is true or false`);
  return value === true;
}

function sentenceOf({ subject, label, condition, threshold, logic, timeframe }: TaurusCriterion): string {
  const time = timeframe === null ? "" : ` ${logic} ${timeframe}`;
  return `${subject}${label === "" ? "" : ` of ${label}`}${condition}${threshold}${time}`;
}
