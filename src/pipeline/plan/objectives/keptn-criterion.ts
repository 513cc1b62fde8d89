import type { Criterion } from "../../../contract/slo-set.ts";

/** What a criterion says in Keptn's own units. */
export interface KeptnCriterion {
  /** Without blanks. */
  readonly text: string;
  readonly comparator: Criterion["comparator"];
  /** Of relative criteria with their sign; shares as percentages. */
  readonly value: number;
  readonly relative: Criterion["relative"];
}

/**
 * Parses `<600`, `<=+10%`, `<+15`, `>=-5%`. As in Keptn, a percent sign or a sign makes a criterion relative to earlier runs, and a percentage
 * without a sign is an increase (keptn/keptn: lighthouse-service, parseCriteriaString). null: none of these.
 */
export function parseKeptnCriterion(written: string): KeptnCriterion | null {
  const text = written.replaceAll(/\s/g, "");
  const [, operator = "", sign = "", digits = "", percent = ""] =
    /^(<=|>=|<|>|=)([+-]?)(\d+(?:\.\d*)?|\.\d+)(%?)$/.exec(text) ?? [];
  const comparator = comparators.find((known) => known === operator);
  if (comparator === undefined) return null;
  const value = sign === "-" ? -Number(digits) : Number(digits);
  if (percent === "%") return { text, comparator, value, relative: "share" };
  return { text, comparator, value, relative: sign === "" ? null : "amount" };
}

const comparators = ["<", "<=", "=", ">=", ">"] as const;
