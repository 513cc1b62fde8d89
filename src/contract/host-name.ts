import { isLoopback, parseAddress, formatAddress } from "./ip-address.ts";
import type { Environment } from "./policy.ts";

/** A host as guard and policy compare it: lower case, no brackets, no trailing dot; addresses in their usual text. */
export function normalHost(host: string): string {
  const bare = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
  const address = parseAddress(bare);
  return address === null ? bare : formatAddress(address);
}

/** True when the pattern names the host; `*.x` names everything below x at any depth, and not x itself. */
export function hostMatches(pattern: string, host: string): boolean {
  const [wanted, name] = [normalHost(pattern), normalHost(host)];
  return wanted.startsWith("*.") ? name.endsWith(wanted.slice(1)) && name.length > wanted.length - 1 : name === wanted;
}

/** True for loopback addresses and for names that stand for them by convention (RFC 6761). */
export function isLoopbackHost(host: string): boolean {
  const name = normalHost(host);
  const address = parseAddress(name);
  return address === null ? name === "localhost" || name.endsWith(".localhost") : isLoopback(address);
}

/** True when the environment may reach nothing but this machine. The guard holds such environments to loopback addresses. */
export function isLoopbackEnvironment({
  kind,
  hosts,
  ranges,
}: Pick<Environment, "kind" | "hosts" | "ranges">): boolean {
  if (kind === "production") return false;
  return kind === "local" || (hosts.length > 0 && hosts.every(isLoopbackHost) && ranges.length === 0);
}
