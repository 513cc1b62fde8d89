import { normalHost } from "../../contract/host-name.ts";
import { formatAddress, inRange, parseAddress, parseRange, type IpAddress } from "../../contract/ip-address.ts";
import type { Policy } from "../../contract/policy.ts";
import { embeddedAddress } from "./embedded-address.ts";
import type { ResolvedHosts } from "./resolved-hosts.ts";

/** Who calls a host or an address production, and by what. */
export interface ProductionEntry {
  readonly environment: string;
  /** The host, wildcard or range as the policy has it. */
  readonly by: string;
}

/** All that the policy calls production, arranged for many questions. */
export interface Production {
  /** By a name, a wildcard, or an address that stands among the hosts. */
  nameOf(host: string): ProductionEntry | null;
  /** By a range. */
  rangeOf(address: IpAddress): ProductionEntry | null;
  /** By a name that resolves to the same address. */
  sharerOf(address: IpAddress): ProductionEntry | null;
  /** Names for the engine to block, wildcards among them. */
  readonly names: readonly string[];
  /** Names that did not resolve. Wildcards stand for names that nobody can list. */
  readonly unresolved: readonly string[];
}

export function readProduction({ environments }: Policy, resolved: ResolvedHosts): Production {
  const names = new Map<string, ProductionEntry>();
  const sharers = new Map<string, ProductionEntry>();
  const unresolved = new Set<string>();
  const production = environments.filter(({ kind }) => kind === "production");
  for (const { name: environment, hosts } of production) {
    for (const by of hosts) {
      const host = normalHost(by);
      if (!names.has(host)) names.set(host, { environment, by });
      const addresses = resolved(host);
      for (const address of addresses) {
        const text = formatAddress(address);
        if (!sharers.has(text)) sharers.set(text, { environment, by });
      }
      if (addresses.length === 0 && !host.startsWith("*.")) unresolved.add(host);
    }
  }
  const ranges = production.flatMap(({ name: environment, ranges: texts }) =>
    texts.flatMap((by) => {
      const range = parseRange(by);
      return range === null ? [] : [{ range, environment, by }];
    }),
  );
  return {
    nameOf(host) {
      const name = normalHost(host);
      const exact = names.get(name);
      if (exact !== undefined) return exact;
      // `*.x` names everything below x at any depth.
      for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
        const wildcard = names.get(`*${name.slice(dot)}`);
        if (wildcard !== undefined) return wildcard;
      }
      return null;
    },
    rangeOf: (address) => ranges.find(({ range }) => inRange(address, range)) ?? null,
    sharerOf: (address) => sharers.get(formatAddress(address)) ?? null,
    names: [...names.keys()].filter((host) => parseAddress(host) === null),
    unresolved: [...unresolved],
  };
}

/** Why a host or one of its addresses is production; null when it is not. */
export function whyProduction(
  { host, addresses }: { readonly host: string; readonly addresses: readonly IpAddress[] },
  production: Production,
): string | null {
  const named = production.nameOf(host);
  if (named !== null) return `${host} is a host of production environment "${named.environment}" (${named.by})`;
  for (const outer of addresses) {
    const inner = embeddedAddress(outer);
    for (const address of inner === null ? [outer] : [outer, inner]) {
      const where =
        address === outer ? formatAddress(outer) : `${formatAddress(outer)}, a way to ${formatAddress(address)}`;
      const range = production.rangeOf(address);
      if (range !== null)
        return `${host} is ${where}, in range ${range.by} of production environment "${range.environment}"`;
      const sharer = production.sharerOf(address);
      if (sharer !== null)
        return `${host} is ${where}, which is also ${sharer.by} of production environment "${sharer.environment}"`;
    }
  }
  return null;
}
