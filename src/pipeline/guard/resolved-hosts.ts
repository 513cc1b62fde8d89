import { normalHost } from "../../contract/host-name.ts";
import { formatAddress, parseAddress, type IpAddress } from "../../contract/ip-address.ts";

/** The addresses of a host: itself when it is one, else what it resolved to, IPv4 first and each once; empty where nothing is known. */
export type ResolvedHosts = (host: string) => readonly IpAddress[];

/** Arranges what names resolved to, so that each name is looked up once however often it is asked for. */
export function resolvedHosts(resolved: Readonly<Record<string, readonly string[]>>): ResolvedHosts {
  const found = new Map<string, Map<string, IpAddress>>();
  for (const [name, texts] of Object.entries(resolved)) {
    const known = found.get(normalHost(name)) ?? new Map<string, IpAddress>();
    for (const text of texts) {
      const address = parseAddress(text);
      if (address !== null) known.set(formatAddress(address), address);
    }
    found.set(normalHost(name), known);
  }
  const sorted = new Map(
    [...found].map(([name, known]) => [name, [...known.values()].toSorted((one, other) => one.family - other.family)]),
  );
  return (host) => {
    const name = normalHost(host);
    const own = parseAddress(name);
    return own === null ? (sorted.get(name) ?? []) : [own];
  };
}
