import { hostMatches, isLoopbackEnvironment, normalHost } from "../../../contract/host-name.ts";
import { parseRange, rangeWithin } from "../../../contract/ip-address.ts";
import type { Environment } from "../../../contract/policy.ts";
import type { ReadLayer } from "./policy-layer.ts";

/** The environment that is there without any file. */
export const loopbackOnly: Environment = {
  name: "local",
  kind: "local",
  baseUrl: null,
  others: {},
  hosts: ["127.0.0.1", "localhost", "::1"],
  ranges: [],
  tlsCaFile: null,
  handshake: null,
  trusted: true,
};

/**
 * The environments of all layers, upper layers first. Those beyond loopback of a project that nobody trusted are kept with
 * `trusted: false`, for the guard to refuse. Production counts whoever declares it.
 */
export function uniteEnvironments(layers: readonly ReadLayer[]): Environment[] {
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
    handshake: upper.handshake ?? lower.handshake,
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
