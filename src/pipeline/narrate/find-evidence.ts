import type { Evidence } from "../../contract/run.ts";

/** Ids of the evidence of a kind whose values are all as asked for. */
export function findEvidence(
  evidence: readonly Evidence[],
  kind: string,
  values: Readonly<Record<string, string | number | null>>,
): string[] {
  return evidence
    .filter(
      (fact) => fact.kind === kind && Object.entries(values).every(([name, value]) => fact.values[name] === value),
    )
    .map(({ id }) => id);
}

/** `checkout in buy`, `checkout`, `buy`; null: everything. */
export function placeText(endpoint: string | null, scenario: string | null): string | null {
  if (endpoint === null) return scenario === null || scenario === "" ? null : scenario;
  return scenario === null || scenario === "" ? endpoint : `${endpoint} in ${scenario}`;
}
