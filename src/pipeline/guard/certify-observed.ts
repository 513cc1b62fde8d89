import type { Certificate } from "../../contract/certificate.ts";
import type { Window } from "../../contract/window.ts";
import type { CertifiedFacts } from "./certify-facts.ts";

/** Rates are told over this many seconds, as single seconds are uneven; the watch judges them over the same. */
const rateSeconds = 10;

/** What a run did, from its windows where they tell it: nothing here is taken from what the plan or the script announced. */
export function observe({
  record,
  plan,
  windows,
  collection,
}: Pick<CertifiedFacts, "record" | "plan" | "windows" | "collection">): Certificate["observed"] {
  const writing = new Set(plan.endpoints.filter(({ writes }) => writes).map(({ name }) => name));
  const bySecond = new Map<number, number>();
  let [requests, writes, peakVus] = [0, 0, 0];
  for (const { at, series, vus } of windows) {
    peakVus = Math.max(peakVus, vus ?? 0);
    for (const { key, count } of series) {
      if (key.measure !== "latency") continue;
      requests += count;
      if (writing.has(key.endpoint)) writes += count;
      bySecond.set(at, (bySecond.get(at) ?? 0) + count);
    }
  }
  return {
    peakVus,
    requests,
    writes,
    peakRatePerSecond: busiest(bySecond) / rateSeconds,
    durationMs: lengthOf(record, windows),
    cost: record.cost.actual,
    blockedDials: Math.max(record.guard.hits, record.outcome?.guardHits ?? 0),
    connections: record.outcome?.connections ?? null,
    cutIterations: record.cutIterations,
    leftovers: collection.leftovers,
    attempts: record.attempts,
  };
}

/** Most requests in `rateSeconds` seconds on end. `bySecond`: epoch ms of a second to its requests. */
function busiest(bySecond: ReadonlyMap<number, number>): number {
  const latest: [number, number][] = [];
  let [most, sum] = [0, 0];
  for (const [at, count] of [...bySecond].toSorted(([a], [b]) => a - b)) {
    latest.push([at, count]);
    sum += count;
    while ((latest[0]?.[0] ?? at) <= at - rateSeconds * 1000) sum -= latest.shift()?.[1] ?? 0;
    most = Math.max(most, sum);
  }
  return most;
}

/** By the record and its attempts; of a run whose end nobody wrote down, up to the end of its last window. */
function lengthOf({ startedAt, finishedAt, attempts }: CertifiedFacts["record"], windows: readonly Window[]): number {
  const starts = [startedAt, ...attempts.map((attempt) => attempt.startedAt)];
  const ends = [...(finishedAt === null ? [] : [finishedAt]), ...attempts.map((attempt) => attempt.finishedAt)];
  const end =
    ends.length > 0
      ? largest(ends, startedAt)
      : largest(
          windows.map(({ at }) => at + 1000),
          startedAt,
        );
  return Math.max(0, end - starts.reduce((least, at) => Math.min(least, at)));
}

function largest(values: readonly number[], atLeast: number): number {
  return values.reduce((most, value) => Math.max(most, value), atLeast);
}

/** Names of requests that the plan does not have: nobody can say whether those write. */
export function unknownNames({ plan, windows }: Pick<CertifiedFacts, "plan" | "windows">): string[] {
  const known = new Set(plan.endpoints.map(({ name }) => name));
  const names = new Set<string>();
  for (const { series } of windows)
    for (const { key } of series) if (key.measure === "latency" && !known.has(key.endpoint)) names.add(key.endpoint);
  return [...names].toSorted();
}
