import type { ComparedRuns } from "../../../../src/contract/api/analyses.ts";

type ComparedEndpoint = ComparedRuns["endpoints"][number];

/** Figures that can be laid side by side. */
export const comparedFigures = ["p95", "p50", "p99", "errorRate", "requests"] as const;
export type ComparedFigure = (typeof comparedFigures)[number];

export interface ComparedRow {
  readonly key: string;
  readonly endpoint: string;
  readonly scenario: string;
  readonly values: readonly (number | null)[];
  /** Against the first run: a share, of error rates the difference of fractions; null where one of the two is not known. */
  readonly changes: readonly (number | null)[];
}

export function comparedRows(endpoints: readonly ComparedEndpoint[], figure: ComparedFigure): ComparedRow[] {
  return endpoints.map((endpoint) => {
    const values = endpoint[figure];
    const first = values[0] ?? null;
    return {
      key: JSON.stringify([endpoint.scenario, endpoint.endpoint]),
      endpoint: endpoint.endpoint,
      scenario: endpoint.scenario,
      values,
      changes: values.map((value) => changeOf(first, value, figure)),
    };
  });
}

function changeOf(first: number | null, value: number | null, figure: ComparedFigure): number | null {
  if (first === null || value === null) return null;
  if (figure === "errorRate") return value - first;
  return first === 0 ? null : value / first - 1;
}
