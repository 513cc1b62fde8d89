import type { Environment } from "../../contract/policy.ts";
import { hostMatches, isLoopbackEnvironment, isLoopbackHost, normalHost } from "../../contract/host-name.ts";
import { inRange, isLoopback, parseAddress, parseRange, type IpAddress } from "../../contract/ip-address.ts";
import type { ResolvedHosts } from "./resolved-hosts.ts";

/** One host that a plan or its environment names, with the addresses it has now. */
export interface TargetHost {
  /** As it stands in the URL. */
  readonly written: string;
  /** As it is compared and pinned. */
  readonly host: string;
  readonly addresses: readonly IpAddress[];
}

/** Hosts of the plan's base URL and other URLs, each once, with their addresses. */
export function hostsOf(urls: readonly string[], resolved: ResolvedHosts): TargetHost[] {
  const found = new Map<string, TargetHost>();
  for (const url of urls) {
    const written = writtenHost(url);
    const host = normalHost(URL.canParse(url) ? new URL(url).hostname : written);
    if (!found.has(written)) found.set(written, { written, host, addresses: resolved(host) });
  }
  return [...found.values()];
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

function isInside(address: IpAddress, rangeText: string): boolean {
  const range = parseRange(rangeText);
  return range !== null && inRange(address, range);
}
