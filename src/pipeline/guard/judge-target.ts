import { normalHost } from "../../contract/host-name.ts";
import { formatAddress, isLoopback, parseAddress, type IpAddress } from "../../contract/ip-address.ts";
import type { Environment, GuardDecision } from "../../contract/policy.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { addressComplement } from "./address-complement.ts";
import { listed, refusal, warning, type GuardReason } from "./guard-reason.ts";
import { judgeUrl } from "./judge-url.ts";
import { whyProduction, type Production } from "./production.ts";
import type { ResolvedHosts } from "./resolved-hosts.ts";
import { belongsTo, hostsOf, isOddlyWritten, mayReach, type TargetHost } from "./target-addresses.ts";
import { portOf, socketText } from "./target-sockets.ts";

type AddressEnforcement = Pick<
  GuardDecision["enforcement"],
  "pins" | "allowedAddresses" | "allowedSockets" | "blockedRanges" | "blockedHostnames"
>;

/** Where the plan's requests go: every host must belong to the environment, be no production and have allowed addresses. */
export function judgeTarget(
  plan: TestPlan,
  environment: Environment | undefined,
  production: Production,
  resolved: ResolvedHosts,
): { reasons: GuardReason[]; enforcement: AddressEnforcement } {
  const urls = [plan.target.baseUrl, ...Object.values(plan.target.others)];
  const hosts = hostsOf(urls, resolved);
  const reasons = [
    ...hosts.flatMap((host) => judgeHost(host, environment, production)),
    ...urls.flatMap((url) => judgeUrl(url)),
  ];
  if (environment === undefined || reasons.length > 0)
    return { reasons, enforcement: enforcementOf(new Map(), [], [], production) };
  const pins = new Map<string, IpAddress>();
  const reached = new Map<string, IpAddress>();
  for (const { host, addresses } of hosts) {
    const [address] = addresses;
    if (address === undefined) continue;
    reached.set(host, address);
    if (parseAddress(host) === null) pins.set(host, address);
  }
  const literals = [...reached].filter(([host]) => !pins.has(host)).map(([, address]) => address);
  for (const pattern of environment.hosts) {
    const extra = judgeExtraHost(pattern, pins, environment, production, resolved);
    if (extra !== null && "rule" in extra) reasons.push(extra);
    else if (extra !== null) pins.set(extra.host, extra.address);
  }
  const sockets = socketsOf(urls, new Map([...reached, ...pins]), environment);
  const enforcement = enforcementOf(pins, literals, sockets, production);
  const { unresolved } = production;
  if (unresolved.length > 0 && ![...reached.values()].every(isLoopback))
    reasons.push(
      warning(
        "production",
        `${listed(unresolved)} of production ${unresolved.length === 1 ? "does" : "do"} not resolve here: whether the target shares an address with production cannot be seen`,
      ),
    );
  const text = `connections only to ${listed(enforcement.allowedAddresses)}`;
  return { reasons: [{ rule: "addresses", outcome: "allow", code: null, text }, ...reasons], enforcement };
}

/**
 * "address:port" of every URL of the plan, and of the further hosts of the environment: at the ports of the environment's own URLs for
 * them, else at those of the plan, as redirects and absolute links lead there.
 */
function socketsOf(
  urls: readonly string[],
  addresses: ReadonlyMap<string, IpAddress>,
  { baseUrl, others }: Environment,
): string[] {
  const known = [...urls, ...(baseUrl === null ? [] : [baseUrl]), ...Object.values(others)].map((url) => new URL(url));
  const planned = urls.map((url) => portOf(new URL(url)));
  const sockets = [...addresses].flatMap(([host, address]) => {
    const own = known.filter(({ hostname }) => normalHost(hostname) === host).map(portOf);
    return (own.length === 0 ? planned : own).map((port) => socketText(address, port));
  });
  return [...new Set(sockets)];
}

function judgeHost(target: TargetHost, environment: Environment | undefined, production: Production): GuardReason[] {
  const { host, written, addresses } = target;
  const why = whyProduction(target, production);
  if (why !== null) return [refusal("production", "PA_GUARD_PRODUCTION", why)];
  if (environment === undefined || environment.kind === "production") return [];
  if (isOddlyWritten(target))
    return [refusal("host", "PA_GUARD_HOST", `"${written}" is read differently by different programs; write ${host}`)];
  if (!belongsTo(environment, host))
    return [
      refusal(
        "host",
        "PA_GUARD_HOST",
        `${host} is no host of environment "${environment.name}". Its hosts: ${environment.hosts.length === 0 ? "none" : environment.hosts.join(", ")}.`,
      ),
    ];
  if (addresses.length === 0)
    return [refusal("addresses", "PA_TARGET_UNREACHABLE", `${host} does not resolve to any address`)];
  const strange = addresses.filter((address) => !mayReach(environment, host, address)).map(formatAddress);
  if (strange.length === 0) return [];
  const allowed =
    environment.ranges.length === 0 || environment.kind === "local" ? "loopback only" : environment.ranges.join(", ");
  return [
    refusal(
      "addresses",
      "PA_GUARD_ADDRESS",
      `${host} resolves to ${listed(strange)}, which environment "${environment.name}" does not allow (${allowed})`,
    ),
  ];
}

/** A further host of the environment, for redirects and absolute links: pinned where it may be reached, else left blocked. */
function judgeExtraHost(
  pattern: string,
  pins: ReadonlyMap<string, IpAddress>,
  environment: Environment,
  production: Production,
  resolved: ResolvedHosts,
): { host: string; address: IpAddress } | GuardReason | null {
  const host = normalHost(pattern);
  if (host.startsWith("*.") || parseAddress(host) !== null || pins.has(host)) return null;
  const addresses = resolved(host);
  const [address] = addresses;
  if (address === undefined) return null;
  const why = whyProduction({ host, addresses }, production);
  if (why !== null) return warning("production", `${why}; it stays blocked`);
  if (addresses.every((one) => mayReach(environment, host, one))) return { host, address };
  return warning(
    "addresses",
    `${host} of environment "${environment.name}" resolves to ${listed(addresses.map(formatAddress))}, outside its ranges; it stays blocked`,
  );
}

/**
 * Pins and what the engine is told to block: every address but the pinned ones, and the names of production. k6 takes no name with a
 * trailing dot in either list (it ends with "invalid hostname pattern", v1.8.1 and v2.2.0); such a name is looked up, and its address
 * then meets the block.
 */
export function enforcementOf(
  pins: ReadonlyMap<string, IpAddress>,
  literals: readonly IpAddress[],
  allowedSockets: readonly string[],
  production: Production,
): AddressEnforcement {
  const allowed = new Map([...pins.values(), ...literals].map((address) => [formatAddress(address), address]));
  return {
    pins: Object.fromEntries([...pins].map(([host, address]) => [host, formatAddress(address)])),
    allowedAddresses: [...allowed.keys()],
    allowedSockets: [...allowedSockets],
    blockedRanges: addressComplement([...allowed.values()]),
    blockedHostnames: [...production.names],
  };
}
