import type { Objective } from "../../../contract/slo-set.ts";
import type { DocumentNode } from "../document-reader.ts";
import { unitOf, type Condition, type Indicator } from "./condition.ts";
import { fieldOf, numberOf, textOf, type Complaints } from "./node-fields.ts";
import { indicatorOf } from "./openslo-indicator.ts";
import { milliseconds, thresholdMetricOf } from "./openslo-metric.ts";
import { exactShare, ratioCondition } from "./openslo-ratio.ts";
import { budgetWindowOf } from "./openslo-window.ts";
import { allowsBudget } from "./read-budget.ts";
import { didYouMean } from "./suggest-word.ts";
import { noObjectives, placed, type PlacedObjective, type ReadObjectives } from "./placed-objective.ts";

const slidingNote = "slices begin at every second here, where OpenSLO sets one after the other";
const boundNote = "a request of exactly the bound is too slow here, where a bucket holds its bound";
const failedNote = "every failed request counts here, whatever its status";
const kinds = ["SLO", "SLI", "Service", "DataSource", "AlertPolicy", "AlertCondition", "AlertNotificationTarget"];
const comparators: Readonly<Record<string, Objective["comparator"]>> = { lt: "<", lte: "<=", gt: ">", gte: ">=" };
const minutes: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10_080 };

/** True for documents that say they are OpenSLO, of any version. */
export function isOpenSlo(root: DocumentNode): boolean {
  return /^openslo(?:\.com)?\//.test(textOf(fieldOf(root, "apiVersion")) ?? "");
}

/**
 * Reads OpenSLO objects (v1, v1alpha, v2alpha) over one run: a run is the time window. Indicators that are referred to are looked up
 * among `all`. What has no equal here is left out with a warning; what breaks the specification is refused.
 */
export function readOpenSlo(root: DocumentNode, all: readonly DocumentNode[], complaints: Complaints): ReadObjectives {
  const none = noObjectives;
  const version = fieldOf(root, "apiVersion");
  const versionText = textOf(version) ?? "";
  if (!["openslo/v1", "openslo/v1alpha", "openslo.com/v2alpha", "openslo/v2alpha"].includes(versionText)) {
    complaints.refuse(
      version?.place ?? root.place,
      `"${versionText}" is no version of OpenSLO that is read: openslo/v1, openslo/v1alpha, openslo.com/v2alpha`,
    );
    return none;
  }
  const kind = textOf(fieldOf(root, "kind")) ?? "";
  if (!kinds.includes(kind)) {
    complaints.refuse(
      fieldOf(root, "kind")?.place ?? root.place,
      `"${kind}" is no kind of OpenSLO.${didYouMean(kind, kinds)} Known: ${kinds.join(", ")}.`,
    );
    return none;
  }
  if (kind !== "SLO") return none;
  const spec = fieldOf(root, "spec");
  if (spec === undefined || spec.kind !== "map") {
    complaints.refuse(spec?.place ?? root.place, 'an SLO has a "spec"');
    return none;
  }
  const service = fieldOf(spec, "service") ?? fieldOf(spec, "serviceRef");
  const serviceName = textOf(service);
  if (service === undefined || serviceName === undefined) complaints.refuse(spec.place, "spec.service is required");
  const objectives = fieldOf(spec, "objectives");
  if (objectives === undefined || objectives.kind !== "list") {
    complaints.refuse(objectives?.place ?? spec.place, "spec.objectives is a list");
    return none;
  }
  checkMethod(spec, complaints);
  const budgetMs = budgetWindowOf(spec, complaints);
  const name = textOf(fieldOf(root, "metadata", "displayName")) ?? textOf(fieldOf(root, "metadata", "name")) ?? "";
  if (textOf(fieldOf(root, "metadata", "name")) === undefined)
    complaints.refuse(fieldOf(root, "metadata")?.place ?? root.place, "metadata.name is required");
  const several = objectives.items.length > 1;
  return {
    service: service === undefined || serviceName === undefined ? null : { name: serviceName, place: service.place },
    objectives: objectives.items.flatMap((item, index) => {
      const indicator = indicatorOf(item, spec, all, complaints);
      if (indicator === null) return [];
      const condition = conditionOf(item, indicator, spec, complaints);
      if (condition === null) return [];
      const label = textOf(fieldOf(item, "displayName")) ?? (several ? String(index + 1) : null);
      checkWeight(item, complaints);
      const annotated = annotate(condition, root);
      // Slices are held to a target of their own: what they spend is no share of requests.
      const spends = budgetMs !== null && condition.window === null && condition.limit > 0 && allowsBudget(condition);
      const budget = spends ? { windowMs: budgetMs, volume: null, spent: null } : null;
      const note = noteOf(condition, fieldOf(indicator, "thresholdMetric") === undefined);
      const named = label === null ? name : `${name}: ${label}`;
      return [placed(annotated, item.place, { name: named, budget, note })] satisfies PlacedObjective[];
    }),
    scoring: null,
  };
}

/** Where the objective does not mean quite what it does in OpenSLO; null: nowhere. */
function noteOf({ statistic, window }: Condition, isRatio: boolean): string | null {
  const notes = [
    ...(window === null ? [] : [slidingNote]),
    ...(statistic.kind === "share-below" ? [boundNote] : []),
    ...(isRatio && statistic.kind === "error-rate" ? [failedNote] : []),
  ];
  return notes.length === 0 ? null : notes.join("; ");
}

function checkMethod(spec: DocumentNode, complaints: Complaints): void {
  const method = fieldOf(spec, "budgetingMethod");
  const text = textOf(method);
  if (text === undefined) complaints.warn(spec.place, "spec.budgetingMethod is missing; the run is judged as a whole");
  else if (!["Occurrences", "Timeslices", "RatioTimeslices"].includes(text) && method !== undefined)
    complaints.refuse(method.place, `"${text}" is no budgeting method: Occurrences, Timeslices or RatioTimeslices`);
}

/** Objectives of a composite SLO are judged each for itself, which a weight cannot change. */
function checkWeight(item: DocumentNode, complaints: Complaints): void {
  const node = fieldOf(item, "compositeWeight");
  if (node === undefined) return;
  const weight = numberOf(node);
  if (weight === undefined || weight <= 0)
    complaints.refuse(node.place, `"${textOf(node) ?? "…"}" is no compositeWeight: a number above 0`);
  else complaints.warn(node.place, "compositeWeight is not used: every objective of the composite must hold");
}

function conditionOf(
  item: DocumentNode,
  indicator: DocumentNode,
  spec: DocumentNode,
  complaints: Complaints,
): Condition | null {
  const threshold = fieldOf(indicator, "thresholdMetric");
  const ratio = fieldOf(indicator, "ratioMetric") ?? fieldOf(indicator, "ratioMetrics");
  if ((threshold === undefined) === (ratio === undefined)) {
    complaints.refuse(indicator.place, "an indicator has either a thresholdMetric or a ratioMetric");
    return null;
  }
  const known = complaints.mistakes.length;
  const target = targetOf(item, complaints);
  const window = windowOf(item, spec, target, complaints);
  if (complaints.mistakes.length > known) return null;
  if (threshold !== undefined) return thresholdCondition(item, threshold, window, target, complaints);
  return ratio === undefined ? null : ratioCondition(item, ratio, window, target, complaints);
}

/** Target as a fraction; null when there is none. */
function targetOf(item: DocumentNode, complaints: Complaints): number | null {
  const share = fieldOf(item, "target");
  const percent = fieldOf(item, "targetPercent");
  if (share !== undefined && percent !== undefined)
    complaints.refuse(percent.place, "an objective has a target or a targetPercent, not both");
  const node = share ?? percent;
  if (node === undefined) return null;
  const value = numberOf(node);
  const most = share === undefined ? 100 : 1;
  if (value === undefined || value < 0 || value >= most) {
    complaints.refuse(node.place, `"${textOf(node) ?? ""}" is no target: a number from 0 to below ${String(most)}`);
    return null;
  }
  return share === undefined ? exactShare(value / 100) : value;
}

/** Time slices become windows: `target` of them must hold. */
function windowOf(
  item: DocumentNode,
  spec: DocumentNode,
  target: number | null,
  complaints: Complaints,
): Condition["window"] {
  const method = textOf(fieldOf(spec, "budgetingMethod"));
  if (method !== "Timeslices" && method !== "RatioTimeslices") return null;
  const node = fieldOf(item, "timeSliceWindow");
  if (node === undefined) {
    complaints.refuse(item.place, `${method} needs a timeSliceWindow`);
    return null;
  }
  const [, digits = "", unit = "m"] = /^(\d+)([mhdw])?$/.exec(textOf(node) ?? "") ?? [];
  const everyMs = Number(digits) * (minutes[unit] ?? 1) * 60_000;
  if (!(everyMs > 0)) complaints.refuse(node.place, `"${textOf(node) ?? ""}" is no slice: minutes, such as 1 or 1m`);
  if (method === "RatioTimeslices") {
    complaints.warn(
      node.place,
      "RatioTimeslices is judged over the whole run: its slices have the same weight only under a steady load",
    );
    return null;
  }
  return everyMs > 0 && target !== null && target > 0 ? { everyMs, share: target } : null;
}

function thresholdCondition(
  item: DocumentNode,
  threshold: DocumentNode,
  window: Condition["window"],
  target: number | null,
  complaints: Complaints,
): Condition | null {
  const operator = fieldOf(item, "op");
  const value = fieldOf(item, "value");
  const comparator = comparators[textOf(operator) ?? ""];
  const number = numberOf(value);
  if (comparator === undefined)
    complaints.refuse(operator?.place ?? item.place, "a thresholdMetric needs an op: lt, lte, gt or gte");
  if (number === undefined || number < 0)
    complaints.refuse(value?.place ?? item.place, "a thresholdMetric needs a value, a number from 0");
  if (comparator === undefined || number === undefined || number < 0) return null;
  const metric = thresholdMetricOf(threshold);
  if (metric === null) {
    complaints.warn(
      threshold.place,
      "this objective is left out: its metric is none that a load test measures; see docs/formats/objectives.md",
    );
    return null;
  }
  if (target !== null && window === null)
    complaints.warn(
      item.place,
      "the target is not used: a statistic over the whole run has one value, which holds or not",
    );
  const { unitMs, ...selected } = metric;
  const unit = unitOf(selected.statistic);
  if (unit === "fraction" && number > 1) {
    complaints.refuse(
      value?.place ?? item.place,
      `${String(number)} is no share: write a number from 0 to 1, such as 0.01`,
    );
    return null;
  }
  const indicator: Indicator = { ...selected, each: false, tag: null, unit };
  return { ...indicator, comparator, limit: unit === "ms" ? milliseconds(number, unitMs) : number, window };
}

/** Endpoint and scenario that the SLO's annotations name, unless the metric itself does. */
function annotate(condition: Condition, root: DocumentNode): Condition {
  const annotation = (name: string): string | null =>
    textOf(fieldOf(root, "metadata", "annotations", `perfagent.dev/${name}`)) ?? null;
  const endpoint = condition.endpoint ?? annotation("endpoint");
  const named = condition.scenario ?? annotation("scenario");
  // Files are seen that give the endpoint's name as the scenario.
  return { ...condition, endpoint, scenario: named === endpoint ? null : named };
}
