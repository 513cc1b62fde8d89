import type { Environment, Policy } from "../../contract/policy.ts";
import { hostMatches, isLoopbackEnvironment, isLoopbackHost, normalHost } from "../../contract/host-name.ts";
import {
  formatAddress,
  inRange,
  isLoopback,
  parseAddress,
  parseRange,
  type IpAddress,
} from "../../contract/ip-address.ts";
import { embeddedAddress } from "./embedded-address.ts";

/** One host that a plan or its environment names, with the addresses it has now. */
export interface TargetHost {
  /** As it stands in the URL. */
  readonly written: string;
  /** As it is compared and pinned. */
  readonly host: string;
  readonly addresses: readonly IpAddress[];
}

/** Hosts of the plan's base URL and other URLs, each once, with their addresses. */
export function hostsOf(urls: readonly string[], addresses: Readonly<Record<string, readonly string[]>>): TargetHost[] {
  const found = new Map<string, TargetHost>();
  for (const url of urls) {
    const written = writtenHost(url);
    const host = normalHost(URL.canParse(url) ? new URL(url).hostname : written);
    if (!found.has(written)) found.set(written, { written, host, addresses: addressesOf(host, addresses) });
  }
  return [...found.values()];
}

/** The addresses of a host: itself when it is one, else what it resolved to, IPv4 first and each once. */
export function addressesOf(host: string, resolved: Readonly<Record<string, readonly string[]>>): IpAddress[] {
  const own = parseAddress(normalHost(host));
  if (own !== null) return [own];
  const texts = Object.entries(resolved).flatMap(([name, list]) => (normalHost(name) === normalHost(host) ? list : []));
  const known = new Map<string, IpAddress>();
  for (const text of texts) {
    const address = parseAddress(text);
    if (address !== null) known.set(formatAddress(address), address);
  }
  return [...known.values()].toSorted((one, other) => one.family - other.family);
}

/** The host between scheme and port as written: a URL parser would make 127.0.0.1 of 2130706433. */
function writtenHost(url: string): string {
  return /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(url)?.[1] ?? url;
}

/** True when the host is written in a way that programs could read differently: an odd numeral, a trailing dot, an escape. */
export function isOddlyWritten({ written, host }: TargetHost): boolean {
  const plain = written.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  // IPv6 has several honest spellings; a name or a quad has one.
  return plain !== host && !(written.startsWith("[") && parseAddress(plain) !== null);
}

/** True when the environment names the host. */
export function belongsTo(environment: Environment, host: string): boolean {
  return environment.hosts.some((pattern) => hostMatches(pattern, host));
}

/** True when the environment lets connections go to the address. Loopback names are held to loopback addresses everywhere. */
export function mayReach(environment: Environment, host: string, address: IpAddress): boolean {
  if (isLoopbackEnvironment(environment) || isLoopbackHost(host)) return isLoopback(address);
  if (environment.ranges.length === 0) return true;
  return environment.ranges.some((range) => isInside(address, range));
}

/** Why a host or one of its addresses is production; null when it is not. */
export function whyProduction(
  { host, addresses }: TargetHost,
  policy: Policy,
  resolved: Readonly<Record<string, readonly string[]>>,
): string | null {
  for (const { name, kind, hosts, ranges } of policy.environments) {
    if (kind !== "production") continue;
    const pattern = hosts.find((candidate) => hostMatches(candidate, host));
    if (pattern !== undefined) return `${host} is a host of production environment "${name}" (${pattern})`;
    for (const outer of addresses) {
      const inner = embeddedAddress(outer);
      for (const address of inner === null ? [outer] : [outer, inner]) {
        const text =
          address === outer ? formatAddress(outer) : `${formatAddress(outer)}, a way to ${formatAddress(address)}`;
        const range = ranges.find((candidate) => isInside(address, candidate));
        if (range !== undefined) return `${host} is ${text}, in range ${range} of production environment "${name}"`;
        const shared = hosts.find((other) => addressesOf(other, resolved).some((there) => isSame(there, address)));
        if (shared !== undefined)
          return `${host} is ${text}, which is also ${shared} of production environment "${name}"`;
      }
    }
  }
  return null;
}

/** Names of production that did not resolve. Wildcards stand for names that nobody can list. */
export function unresolvedProduction(policy: Policy, resolved: Readonly<Record<string, readonly string[]>>): string[] {
  const names = policy.environments
    .filter(({ kind }) => kind === "production")
    .flatMap(({ hosts }) => hosts.map(normalHost))
    .filter((host) => !host.startsWith("*.") && addressesOf(host, resolved).length === 0);
  return [...new Set(names)];
}

/** True when the address lies in the range that the text says. */
export function isInside(address: IpAddress, rangeText: string): boolean {
  const range = parseRange(rangeText);
  return range !== null && inRange(address, range);
}

function isSame(one: IpAddress, other: IpAddress): boolean {
  return one.family === other.family && one.value === other.value;
}
