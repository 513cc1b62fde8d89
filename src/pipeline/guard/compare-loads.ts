import { formatDuration, formatMoney, formatNumber, formatRate } from "../../contract/format-quantity.ts";
import type { Count, LoadPreview } from "../../contract/load-preview.ts";
import type { LoadSummary } from "../../contract/load-summary.ts";
import type { GuardDecision } from "../../contract/policy.ts";
import type { Endpoint, TestPlan } from "../../contract/test-plan.ts";

/** One figure or item that is another than before. `before` null: it is new; `after` null: it is gone. */
export interface LoadChange {
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly direction: "more" | "less" | "neutral";
}

/** What a plan does to its target, as reviewers ask for it. Pure: the same plan gives the same summary. */
export function summariseLoad(
  plan: TestPlan,
  preview: LoadPreview,
  { cost }: Pick<GuardDecision, "cost">,
): LoadSummary {
  return {
    peakVus: preview.peakVus,
    peakRatePerSecond: preview.peakRatePerSecond,
    maxDurationMs: preview.maxDurationMs,
    requests: preview.requests,
    writes: preview.writes,
    hosts: preview.hosts,
    data: plan.data.map(({ name, rows, sha256 }) => ({ name, rows, sha256 })),
    cost: { estimated: cost.estimated, currency: cost.currency },
    scenarios: preview.scenarios.map(({ name, model, peakVus, peakRatePerSecond, endMs }) => ({
      name,
      model,
      peakVus,
      ratePerSecond: peakRatePerSecond,
      endMs,
    })),
    endpoints: plan.endpoints.map((endpoint) => ({
      name: endpoint.name,
      method: endpoint.method,
      target: targetOf(endpoint, plan),
      writes: endpoint.writes,
    })),
  };
}

/**
 * What changed from one load to another, the most dangerous first: what became more before what became different before what became
 * less, and within these by what it can do to a target: new hosts, writes, then users, rate, requests and time. Null: there is nothing
 * to compare with, and everything is new.
 */
export function compareLoads(before: LoadSummary | null, after: LoadSummary): readonly LoadChange[] {
  const [old, now] = [before === null ? new Map<string, Fact>() : factsOf(before), factsOf(after)];
  const order = ["more", "neutral", "less"] as const;
  const names = [...new Set([...now.keys(), ...old.keys()])];
  const rankOf = (what: string): number => (now.get(what) ?? old.get(what))?.rank ?? 0;
  return names
    .flatMap((what): LoadChange[] => {
      const [was, is] = [old.get(what) ?? null, now.get(what) ?? null];
      if (was !== null && is !== null && was.text === is.text && directionOf(was, is) === "neutral") return [];
      return [{ what, before: was?.text ?? null, after: is?.text ?? null, direction: directionOf(was, is) }];
    })
    .toSorted(
      (one, other) =>
        order.indexOf(one.direction) - order.indexOf(other.direction) || rankOf(one.what) - rankOf(other.what),
    );
}

interface Fact {
  readonly text: string;
  /** What grows with the load; empty where nothing does. What has no bound is infinite. */
  readonly sizes: readonly number[];
  /** Place in the order of danger. */
  readonly rank: number;
}

/** A load as facts by name. */
function factsOf(load: LoadSummary): Map<string, Fact> {
  const facts: [string, Fact][] = [
    ...load.hosts.map((host): [string, Fact] => [`host ${host}`, { text: "requested", sizes: [1], rank: 0 }]),
    ["writes", { ...countFact(load.writes), rank: 1 }],
    ...load.endpoints.map(({ name, method, target, writes }): [string, Fact] => [
      `endpoint ${name}`,
      { text: `${method} ${target}${writes ? ", writes" : ""}`, sizes: [writes ? 2 : 1], rank: writes ? 2 : 8 },
    ]),
    ["peak VUs", { text: formatNumber(load.peakVus), sizes: [load.peakVus], rank: 3 }],
    ["peak rate", { ...rateFact(load.peakRatePerSecond), rank: 4 }],
    ["requests", { ...countFact(load.requests), rank: 5 }],
    ["longest duration", { text: formatDuration(load.maxDurationMs), sizes: [load.maxDurationMs], rank: 6 }],
    ...load.scenarios.map(({ name, model, peakVus, ratePerSecond, endMs }): [string, Fact] => [
      `scenario ${name}`,
      {
        text: `${model}, ${formatNumber(peakVus)} VUs at peak, ${ratePerSecond === null ? "no fixed rate" : formatRate(ratePerSecond)}, ends at ${formatDuration(endMs)}`,
        sizes: [peakVus, ratePerSecond ?? Number.POSITIVE_INFINITY, endMs],
        rank: 7,
      },
    ]),
    ...load.data.map(({ name, rows, sha256 }): [string, Fact] => [
      `data set ${name}`,
      { text: `${formatNumber(rows)} rows, sha256 ${sha256}`, sizes: [], rank: 9 },
    ]),
    ["cost", { text: formatMoney(load.cost.estimated, load.cost.currency), sizes: [load.cost.estimated], rank: 10 }],
  ];
  return new Map(facts);
}

function countFact(count: Count | null): Omit<Fact, "rank"> {
  if (count === null) return { text: "no bound", sizes: [Number.POSITIVE_INFINITY] };
  return { text: `${count.exact ? "" : "up to "}${formatNumber(count.count)}`, sizes: [count.count] };
}

function rateFact(perSecond: number | null): Omit<Fact, "rank"> {
  return perSecond === null
    ? { text: "as fast as virtual users are", sizes: [Number.POSITIVE_INFINITY] }
    : { text: formatRate(perSecond), sizes: [perSecond] };
}

/** More where any size grew, whatever else shrank. */
function directionOf(before: Fact | null, after: Fact | null): LoadChange["direction"] {
  const [old, now] = [before?.sizes ?? [], after?.sizes ?? []];
  if (now.some((size, at) => size > (old[at] ?? Number.NEGATIVE_INFINITY))) return "more";
  return old.some((size, at) => size > (now[at] ?? Number.NEGATIVE_INFINITY)) ? "less" : "neutral";
}

/** Host and path as the plan has them, variables in braces: "https://shop.perf.test/api/products/{products.id}". */
function targetOf({ at, path }: Endpoint, { target }: TestPlan): string {
  const base = at === null ? target.baseUrl : (target.others[at] ?? at);
  return base.replace(/\/+$/, "") + path.map((part) => (typeof part === "string" ? part : `{${part.ref}}`)).join("");
}
