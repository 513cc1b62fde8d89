import { PerfAgentError } from "../../../contract/errors.ts";
import { hostMatches, isLoopbackEnvironment, normalHost } from "../../../contract/host-name.ts";
import { parseRange, rangeWithin } from "../../../contract/ip-address.ts";
import type { Environment, Policy } from "../../../contract/policy.ts";
import { readDocument } from "../document-reader.ts";
import { Complaints } from "../objectives/node-fields.ts";
import { readPolicy, type PolicyLayer } from "./read-policy.ts";

/** One policy file. `trusted`: the machine's, or a project's that somebody trusted on this machine. */
export interface PolicySource {
  layer: "machine" | "project";
  text: string;
  file: string;
  sha256: string;
  trusted: boolean;
}

/** The product's ceilings: no file reaches beyond. */
const ceilings = { vus: 1000, durationMs: 1_800_000 };
/** What holds where no file says anything. */
const defaults = { vus: 50, durationMs: 600_000, currency: "EUR", perVuHour: 0, alertAt: 0.8, directory: "approvals/" };
const loopbackOnly: Environment = {
  name: "local",
  kind: "local",
  baseUrl: null,
  others: {},
  hosts: ["127.0.0.1", "localhost", "::1"],
  ranges: [],
  tlsCaFile: null,
  trusted: true,
};

interface ReadLayer {
  readonly source: PolicySource;
  readonly policy: PolicyLayer;
}

/**
 * The policy in force: product ∩ machine ∩ project. A lower layer only narrows: limits take the minimum, production lists unite, and an
 * environment of an upper layer keeps what that layer says of it. Environments beyond loopback of a project that nobody trusted are kept
 * with `trusted: false`, for the guard to refuse. Throws one PerfAgentError with every mistake (PA_POLICY_INVALID with its place).
 */
export function understandPolicy(sources: PolicySource[]): Policy {
  const complaints = new Complaints("PA_POLICY_INVALID");
  const order = { machine: 0, project: 1 };
  const layers = sources
    .map((source) => read(source, complaints))
    .filter((layer) => layer !== null)
    .toSorted((one, other) => order[one.source.layer] - order[other.source.layer]);
  refuseMixedCurrencies(layers, complaints);
  if (complaints.mistakes.length > 0) throw new PerfAgentError(complaints.mistakes);
  const policies = layers.map(({ policy }) => policy);
  const environments = uniteEnvironments(layers);
  return {
    schemaVersion: 1,
    limits: {
      vus: least([ceilings.vus, ...policies.map(({ limits }) => limits.vus)], 1) ?? defaults.vus,
      ratePerSecond: least(
        policies.map(({ limits }) => limits.ratePerSecond),
        0,
      ),
      requests: least(
        policies.map(({ limits }) => limits.requests),
        0,
      ),
      writes: least(
        policies.map(({ limits }) => limits.writes),
        0,
      ),
      durationMs:
        least([ceilings.durationMs, ...policies.map(({ limits }) => limits.durationMs)], 1) ?? defaults.durationMs,
    },
    environments,
    cost: {
      currency: policies.map(({ cost }) => cost.currency).find((currency) => currency !== null) ?? defaults.currency,
      // The dearest estimate is the narrowest.
      perVuHour: Math.max(defaults.perVuHour, ...policies.map(({ cost }) => cost.perVuHour ?? 0)),
      perRun: least(
        policies.map(({ cost }) => cost.perRun),
        0,
      ),
      alertAt:
        least(
          policies.map(({ cost }) => cost.alertAt),
          0,
        ) ?? defaults.alertAt,
    },
    stop: {
      errors: strictestFuse(policies.map(({ stop }) => stop.errors)),
      connectionFailures: strictestFuse(policies.map(({ stop }) => stop.connectionFailures)),
    },
    review: reviewOf(layers, environments),
    sources: [
      { layer: "product", file: null, sha256: null },
      ...layers.map(({ source: { layer, file, sha256 } }) => ({ layer, file, sha256 })),
    ],
  };
}

function read(source: PolicySource, complaints: Complaints): ReadLayer | null {
  try {
    return { source, policy: readPolicy(readDocument(source.text, source.file).root, complaints) };
  } catch (error) {
    if (!(error instanceof PerfAgentError)) throw error;
    complaints.mistakes.push(...error.mistakes);
    return null;
  }
}

function refuseMixedCurrencies(layers: readonly ReadLayer[], complaints: Complaints): void {
  const [first, ...others] = layers.filter(({ policy }) => policy.cost.currency !== null);
  for (const { policy } of others) {
    if (first !== undefined && policy.currencyNode !== null && policy.cost.currency !== first.policy.cost.currency)
      complaints.refuse(
        policy.currencyNode.place,
        `costs are in ${String(policy.cost.currency)} here and in ${String(first.policy.cost.currency)} in ${first.source.file}: amounts cannot be compared`,
      );
  }
}

/** The least of the values given; null unless at least one stands behind the first `fixed` ones. */
function least(values: readonly (number | null)[], fixed: number): number | null {
  const said = values.filter((value) => value !== null);
  return said.length > fixed ? Math.min(...said) : null;
}

/** The smaller share over the shorter time trips whenever one of the two would. */
function strictestFuse(fuses: readonly Policy["stop"]["errors"][]): Policy["stop"]["errors"] {
  const said = fuses.filter((fuse) => fuse !== null);
  if (said.length === 0) return null;
  return {
    share: Math.min(...said.map(({ share }) => share)),
    everyMs: Math.min(...said.map(({ everyMs }) => everyMs)),
  };
}

function uniteEnvironments(layers: readonly ReadLayer[]): Environment[] {
  const found = new Map<string, Environment>();
  for (const { source, policy } of layers) {
    for (const declared of policy.environments) {
      const upper = found.get(declared.name);
      const own = {
        ...declared,
        trusted: source.trusted || declared.kind === "production" || isLoopbackEnvironment(declared),
      };
      found.set(declared.name, upper === undefined ? own : narrow(upper, own));
    }
  }
  if (!found.has(loopbackOnly.name)) found.set(loopbackOnly.name, loopbackOnly);
  return [...found.values()];
}

/** What a lower layer makes of an upper layer's environment: production stays or becomes production, else hosts and ranges intersect. */
function narrow(upper: Environment, lower: Environment): Environment {
  if (upper.kind === "production" || lower.kind === "production") {
    return {
      ...upper,
      kind: "production",
      hosts: [...new Set([...upper.hosts, ...lower.hosts])],
      ranges: [...new Set([...upper.ranges, ...lower.ranges])],
    };
  }
  const hosts = lower.hosts.filter((host) => upper.hosts.some((wide) => covers(wide, host)));
  const ranges = lower.ranges.filter(
    (range) => upper.ranges.length === 0 || upper.ranges.some((wide) => within(range, wide)),
  );
  return {
    ...upper,
    baseUrl: upper.baseUrl ?? lower.baseUrl,
    others: { ...lower.others, ...upper.others },
    hosts: lower.hosts.length === 0 ? upper.hosts : hosts,
    ranges: ranges.length === 0 ? upper.ranges : ranges,
    tlsCaFile: upper.tlsCaFile ?? lower.tlsCaFile,
  };
}

/** A wildcard is covered by the same or a wider wildcard. */
function covers(wide: string, host: string): boolean {
  if (!host.startsWith("*.")) return hostMatches(wide, host);
  const [outer, inner] = [normalHost(wide), normalHost(host)];
  return outer === inner || (outer.startsWith("*.") && inner.endsWith(outer.slice(1)));
}

function within(range: string, wide: string): boolean {
  const [inner, outer] = [parseRange(range), parseRange(wide)];
  return inner !== null && outer !== null && rangeWithin(inner, outer);
}

function reviewOf(layers: readonly ReadLayer[], environments: readonly Environment[]): Policy["review"] {
  const approvals = new Map<string, number>();
  let selfApprove: string[] | null = null;
  let directory: string | null = null;
  for (const { source, policy } of layers) {
    const { review } = policy;
    for (const [name, count] of review.approvals) approvals.set(name, Math.max(count, approvals.get(name) ?? 0));
    if (review.selfApprove !== null) {
      const counting = review.selfApprove.filter((name) => source.trusted || reachesLoopbackOnly(name, environments));
      selfApprove = selfApprove === null ? counting : selfApprove.filter((name) => counting.includes(name));
    }
    directory = review.directory ?? directory;
  }
  return {
    selfApprove: selfApprove ?? [loopbackOnly.name].filter((name) => reachesLoopbackOnly(name, environments)),
    approvals: Object.fromEntries(approvals),
    directory: directory ?? defaults.directory,
  };
}

function reachesLoopbackOnly(name: string, environments: readonly Environment[]): boolean {
  return environments.some((environment) => environment.name === name && isLoopbackEnvironment(environment));
}
