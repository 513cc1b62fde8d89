import { defaultComparisonRules, type ComparisonRules } from "../../../contract/comparison.ts";
import type { DocumentNode } from "../document-reader.ts";
import { fieldOf, textOf, type Complaints } from "../objectives/node-fields.ts";
import { parseDuration, parseShare } from "../units.ts";
import { sectionOf, valueOf } from "./policy-values.ts";

/** What one file says of comparisons with earlier runs; null where it says nothing. */
export type CompareLayer = { readonly [K in keyof ComparisonRules]: ComparisonRules[K] | null };

/** Reads `compare: { atLeast: 5%, atLeastMs: 1ms, atLeastErrors: 0.5%, demand: true }`. */
export function readCompare(root: DocumentNode, complaints: Complaints): CompareLayer {
  sectionOf(root, "compare", ["atLeast", "atLeastMs", "atLeastErrors", "demand"], complaints);
  const compare = fieldOf(root, "compare");
  const share = (key: string, form: string): number | null =>
    valueOf(fieldOf(compare, key), (text) => aboveZero(parseShare(text)), form, complaints);
  return {
    atLeast: share("atLeast", "a share above zero such as 5%"),
    atLeastMs: valueOf(fieldOf(compare, "atLeastMs"), parseDuration, "a duration such as 1ms", complaints),
    atLeastErrors: share("atLeastErrors", "a share above zero such as 0.5%"),
    demand: readDemand(fieldOf(compare, "demand"), complaints),
  };
}

function readDemand(node: DocumentNode | undefined, complaints: Complaints): boolean | null {
  if (node === undefined) return null;
  const value = node.kind === "scalar" ? node.value : null;
  if (typeof value === "boolean") return value;
  complaints.refuse(node.place, `"${textOf(node) ?? "…"}" cannot be used here: write true or false`);
  return null;
}

/**
 * The rules in force. What counts as a change belongs to the service, so the lowest layer that says it is heard; a comparison that any layer
 * demands stays demanded. Layers come upper first.
 */
export function lowestRules(layers: readonly CompareLayer[]): ComparisonRules {
  const lowest = (key: "atLeast" | "atLeastMs" | "atLeastErrors"): number =>
    layers.map((layer) => layer[key]).findLast((value) => value !== null) ?? defaultComparisonRules[key];
  return {
    atLeast: lowest("atLeast"),
    atLeastMs: lowest("atLeastMs"),
    atLeastErrors: lowest("atLeastErrors"),
    demand: layers.some(({ demand }) => demand === true) || defaultComparisonRules.demand,
  };
}

/** Every difference would count as a change at zero. */
function aboveZero(value: number | null): number | null {
  return value === 0 ? null : value;
}
