import type { Criterion, Objective, Scoring, Statistic } from "../../../contract/slo-set.ts";
import type { DocumentNode } from "../document-reader.ts";
import { unitOf, type Condition } from "./condition.ts";
import { parseKeptnCriterion, type KeptnCriterion } from "./keptn-criterion.ts";
import { fieldOf, numberOf, textOf, type Complaints } from "./node-fields.ts";
import { placed, type PlacedObjective } from "./placed-objective.ts";

type ScoredObjective = Scoring["objectives"][number];

/** The requests that a Keptn file is about. */
export interface KeptnScope {
  readonly endpoint: string | null;
  readonly scenario: string | null;
}

/** One item of a Keptn file: how it earns points, and the objectives that measure it. */
export interface KeptnItem {
  readonly scored: ScoredObjective;
  readonly objectives: readonly PlacedObjective[];
}

/**
 * Reads one objective of a Keptn file. Every absolute criterion becomes an objective, so that it is decided exactly at its limit; the first
 * carries the SLI's name, by which earlier runs are found. An SLI without an absolute criterion is measured by one that always holds.
 * null: refused, or left out with a warning.
 */
export function readKeptnItem(item: DocumentNode, scope: KeptnScope, complaints: Complaints): KeptnItem | null {
  const sli = textOf(fieldOf(item, "sli"));
  if (sli === undefined) {
    complaints.refuse(item.place, 'an objective of a Keptn file has an "sli"');
    return null;
  }
  const statistic = statisticOf(sli);
  if (statistic === null) {
    if (readKey(item, complaints)) {
      complaints.refuse(
        item.place,
        `"${sli}" is a key SLI, and no load test measures it: take key_sli away, or leave it out of this file`,
      );
      return null;
    }
    complaints.warn(
      item.place,
      `"${sli}" is left out, and its weight with it: only response_time_pNN, response_time, error_rate and throughput are known`,
    );
    return null;
  }
  const measured = new Measured(textOf(fieldOf(item, "displayName")) ?? sli, statistic, scope, item);
  const pass = groupsOf(item, "pass", complaints);
  const warning = groupsOf(item, "warning", complaints);
  const toCriteria = (groups: readonly (readonly KeptnCriterion[])[]): Criterion[][] =>
    groups.map((group) => group.map((criterion) => measured.criterion(criterion)));
  const scored = {
    pass: toCriteria(pass),
    // Keptn asks for a warning only where pass criteria do not hold: without those an SLI informs.
    warning: pass.length === 0 ? [] : toCriteria(warning),
    weight: readWeight(item, complaints),
    keySli: readKey(item, complaints),
  };
  return { scored: { objective: measured.name, ...scored }, objectives: measured.objectives() };
}

/** The objectives that measure one SLI. */
class Measured {
  readonly name: string;
  readonly #item: DocumentNode;
  readonly #subject: Omit<Condition, "comparator" | "limit">;
  readonly #placed = new Map<string, PlacedObjective>();

  constructor(name: string, statistic: Statistic, { endpoint, scenario }: KeptnScope, item: DocumentNode) {
    this.name = name;
    this.#item = item;
    const unit = unitOf(statistic);
    this.#subject = {
      statistic,
      measure: "latency",
      endpoint,
      each: false,
      tag: null,
      scenario,
      unit,
      window: null,
    };
  }

  /** The criterion in our units, with the objective that decides it. */
  criterion({ text, comparator, value, relative }: KeptnCriterion): Criterion {
    // Response times are milliseconds and error rates percentages in Keptn's own examples.
    const isPercentage = relative === "share" || this.#subject.unit === "fraction";
    const inUnits = isPercentage ? Number((value / 100).toPrecision(12)) : value;
    const objective = relative === null && comparator !== "=" ? this.#objective(text, comparator, inUnits) : null;
    return { text, comparator, value: inUnits, relative, objective };
  }

  objectives(): PlacedObjective[] {
    if (this.#placed.size > 0) return [...this.#placed.values()];
    const note = "without an absolute criterion it is measured only: this objective always holds";
    return [this.#place({ name: this.name, comparator: ">=", limit: 0, note })];
  }

  #objective(text: string, comparator: Objective["comparator"], limit: number): string {
    const known = this.#placed.get(text);
    if (known !== undefined) return known.objective.name;
    const name = this.#placed.size === 0 ? this.name : `${this.name} ${text}`;
    this.#placed.set(text, this.#place({ name, comparator, limit, note: null }));
    return name;
  }

  #place(what: {
    name: string;
    comparator: Objective["comparator"];
    limit: number;
    note: string | null;
  }): PlacedObjective {
    const { name, comparator, limit, note } = what;
    return placed({ ...this.#subject, comparator, limit }, this.#item.place, { name, note, severity: "warn" });
  }
}

function statisticOf(sli: string): Statistic | null {
  const percentile = /^response_time_p(\d{1,2}(?:\.\d{1,6})?)$/.exec(sli)?.[1];
  if (percentile !== undefined && Number(percentile) > 0) return { kind: "quantile", q: Number(`${percentile}e-2`) };
  if (sli === "response_time" || sli === "response_time_avg") return { kind: "mean" };
  if (sli === "error_rate") return { kind: "error-rate" };
  return sli === "throughput" ? { kind: "throughput" } : null;
}

/** The lists of criteria, of which one must hold wholly. Empty lists are left out. */
function groupsOf(item: DocumentNode, key: string, complaints: Complaints): KeptnCriterion[][] {
  const node = fieldOf(item, key);
  if (node === undefined) return [];
  const groups = node.kind === "list" ? node.items : [node];
  return groups.flatMap((group) => {
    const criteria = fieldOf(group, "criteria");
    if (criteria === undefined || criteria.kind !== "list") {
      complaints.refuse(group.place, `"${key}" is a list of { criteria: [...] }`);
      return [];
    }
    const found = criteria.items.flatMap((criterion) => readCriterion(criterion, complaints) ?? []);
    return found.length === 0 ? [] : [found];
  });
}

function readCriterion(node: DocumentNode, complaints: Complaints): KeptnCriterion | null {
  const criterion = parseKeptnCriterion(textOf(node) ?? "");
  if (criterion === null)
    complaints.refuse(
      node.place,
      `"${textOf(node) ?? "…"}" is no criterion: write a comparison such as "<600", "<=+10%" or ">=-5%"`,
    );
  return criterion;
}

/** Keptn takes 0 for not given. */
function readWeight(item: DocumentNode, complaints: Complaints): number {
  const node = fieldOf(item, "weight");
  if (node === undefined) return 1;
  const weight = numberOf(node);
  if (weight === undefined || weight < 0)
    complaints.refuse(node.place, `"${textOf(node) ?? "…"}" is no weight: write a number such as 2`);
  return weight === undefined || weight <= 0 ? 1 : weight;
}

function readKey(item: DocumentNode, complaints: Complaints): boolean {
  const node = fieldOf(item, "key_sli");
  if (node === undefined) return false;
  const value = node.kind === "scalar" ? node.value : null;
  if (typeof value !== "boolean") complaints.refuse(node.place, '"key_sli" is true or false');
  return value === true;
}
