import type { EndpointNow, EndpointRings } from "./endpoint-rings.ts";

/** What the table of endpoints sorts by. */
export const sortKeys = ["name", "perSecond", "errorShare", "p50", "p95", "p99", "requests", "failed"] as const;
export type SortKey = (typeof sortKeys)[number];

export interface EndpointOrder {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Endpoints (their indexes) whose name or scenario holds `filter`, in order; those without a figure come last either way. */
export function orderEndpoints(rings: EndpointRings, filter: string, { key, descending }: EndpointOrder): number[] {
  const wanted = filter.trim().toLowerCase();
  const matching = rings.names
    .map(({ scenario, endpoint }, index) => ({ index, name: `${endpoint} ${scenario}`.toLowerCase() }))
    .filter(({ name }) => wanted === "" || name.includes(wanted));
  const direction = descending ? -1 : 1;
  if (key === "name")
    return matching
      .toSorted((one, other) => direction * compareTexts(one.name, other.name) || one.index - other.index)
      .map(({ index }) => index);
  return matching
    .map(({ index }) => ({ index, value: figure(rings.now(index), key) }))
    .toSorted((one, other) => {
      const missing = Number(Number.isNaN(one.value)) - Number(Number.isNaN(other.value));
      if (missing !== 0) return missing;
      const difference = Number.isNaN(one.value) ? 0 : direction * (one.value - other.value);
      return difference || one.index - other.index;
    })
    .map(({ index }) => index);
}

function figure(now: EndpointNow, key: Exclude<SortKey, "name">): number {
  return now[key];
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
