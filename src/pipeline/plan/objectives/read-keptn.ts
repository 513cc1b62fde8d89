import type { Objective, Statistic } from "../../../contract/slo-set.ts";
import type { DocumentNode } from "../document-reader.ts";
import { unitOf } from "./condition.ts";
import { fieldOf, textOf, type Complaints } from "./node-fields.ts";
import { placed, type PlacedObjective, type ReadObjectives } from "./read-slo-set.ts";

/**
 * Reads a Keptn SLO file. `pass` with `warning` becomes two objectives: beyond `pass` warns, beyond `warning` fails. Relative
 * criteria (`<=+10%`), weights and the total score have no equal here and are left out with a warning.
 */
export function readKeptn(root: DocumentNode, complaints: Complaints): ReadObjectives {
  const list = fieldOf(root, "objectives");
  if (list === undefined || list.kind !== "list") {
    complaints.refuse(list?.place ?? root.place, 'a Keptn file has a list of "objectives"');
    return { service: null, objectives: [] };
  }
  const score = fieldOf(root, "total_score");
  if (score !== undefined)
    complaints.warn(score.place, "the total score is left out: every objective is judged for itself");
  const scope = fieldOf(root, "filter");
  if (scope !== undefined) complaints.warn(scope.place, "the filter is left out: objectives hold for all requests");
  return { service: null, objectives: list.items.flatMap((item) => readItem(item, complaints)) };
}

function readItem(item: DocumentNode, complaints: Complaints): PlacedObjective[] {
  const sli = textOf(fieldOf(item, "sli"));
  if (sli === undefined) {
    complaints.refuse(item.place, 'an objective of a Keptn file has an "sli"');
    return [];
  }
  const statistic = statisticOf(sli);
  if (statistic === null) {
    complaints.warn(item.place, `"${sli}" is left out: only response_time_pNN, error_rate and throughput are known`);
    return [];
  }
  const pass = criteriaOf(item, "pass", complaints);
  const warning = criteriaOf(item, "warning", complaints);
  if (pass.length === 0 && warning.length === 0)
    complaints.warn(item.place, `"${sli}" is left out: it has no absolute criterion`);
  const label = textOf(fieldOf(item, "displayName")) ?? sli;
  const severityOfPass = warning.length > 0 ? "warn" : "fail";
  return [
    ...pass.map((criterion) => ({ criterion, severity: severityOfPass, step: "pass" }) as const),
    ...warning.map((criterion) => ({ criterion, severity: "fail", step: "warning" }) as const),
  ].map(({ criterion, severity, step }) => {
    const unit = unitOf(statistic);
    // Response times are milliseconds and error rates percentages in Keptn's own examples.
    const limit = unit === "fraction" ? criterion.limit / 100 : criterion.limit;
    const condition = {
      statistic,
      measure: "latency",
      endpoint: null,
      each: false,
      scenario: null,
      comparator: criterion.comparator,
      limit,
      unit,
      window: null,
    } as const;
    return placed(condition, item.place, { name: `${label} ${step} ${criterion.text}`, severity });
  });
}

function statisticOf(sli: string): Statistic | null {
  const percentile = /^response_time_p(\d{1,2}(?:\.\d+)?)$/.exec(sli)?.[1];
  if (percentile !== undefined && Number(percentile) > 0) return { kind: "quantile", q: Number(`${percentile}e-2`) };
  if (sli === "response_time" || sli === "response_time_avg") return { kind: "mean" };
  if (sli === "error_rate") return { kind: "error-rate" };
  return sli === "throughput" ? { kind: "throughput" } : null;
}

interface Criterion {
  readonly text: string;
  readonly comparator: Objective["comparator"];
  readonly limit: number;
}

function criteriaOf(item: DocumentNode, key: string, complaints: Complaints): Criterion[] {
  const groups = fieldOf(item, key);
  if (groups === undefined) return [];
  const [first, ...others] = groups.kind === "list" ? groups.items : [groups];
  const other = others[0];
  if (other !== undefined)
    complaints.warn(other.place, `only the first group of "${key}" counts: alternatives have no equal here`);
  const criteria = fieldOf(first, "criteria");
  const found: Criterion[] = [];
  for (const node of criteria?.kind === "list" ? criteria.items : []) {
    const text = textOf(node)?.replaceAll(" ", "") ?? "";
    const [, operator = "", digits = "", percent] = /^(<=|>=|<|>|=)([+-]?\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
    const comparator = (["<", "<=", ">", ">="] as const).find((known) => known === operator);
    const relative = percent === "%" || digits.startsWith("+") || digits.startsWith("-");
    if (relative) complaints.warn(node.place, `"${text}" is left out: changes are judged against baselines`);
    else if (comparator === undefined)
      complaints.warn(node.place, `"${text}" is left out: it is no comparison with a number`);
    else found.push({ text, comparator, limit: Number(digits) });
  }
  return found;
}
