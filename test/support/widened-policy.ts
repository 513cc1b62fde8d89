import { hostMatches } from "../../src/contract/host-name.ts";
import { inRange, parseAddress, parseRange } from "../../src/contract/ip-address.ts";
import type { Policy } from "../../src/contract/policy.ts";
import type { PolicyDocument } from "./policy-document.ts";

/**
 * Everything that two files together allow and the upper one does not, of what the upper one says: by name, empty when nothing is.
 * `alone` is the policy of the upper file, `both` of the two, `trusted` whether the lower one is.
 */
export function widened(upper: PolicyDocument, alone: Policy, both: Policy, trusted: boolean): string[] {
  return [
    ...limitsOf(upper, alone, both),
    ...costOf(upper, alone, both),
    ...stopOf(upper, alone, both),
    ...reviewOf(upper, alone, both, trusted),
    ...faultsOf(upper, alone, both),
    ...secretsOf(upper, alone, both, trusted),
    ...environmentsOf(upper, alone, both, trusted),
  ].flatMap(([name, isNarrow]) => (isNarrow ? [] : [name]));
}

type Check = readonly [name: string, isNarrow: boolean];

/** Narrow, or not said by the upper file. */
function unless(value: unknown, isNarrow: boolean): boolean {
  return value === undefined || isNarrow;
}

function atMost(value: number | null, most: number | null): boolean {
  return (value ?? Infinity) <= (most ?? Infinity);
}

function limitsOf(upper: PolicyDocument, alone: Policy, both: Policy): Check[] {
  const typed = { ratePerSecond: "rate", durationMs: "duration" } as const;
  const names = ["vus", "ratePerSecond", "requests", "writes", "connections", "durationMs"] as const;
  return [
    ...names.map((name): Check => {
      const key = name === "ratePerSecond" || name === "durationMs" ? typed[name] : name;
      return [name, unless(upper.limits[key], atMost(both.limits[name], alone.limits[name]))];
    }),
    ["the product's ceilings", both.limits.vus <= 1000 && both.limits.durationMs <= 1_800_000],
  ];
}

function costOf(upper: PolicyDocument, alone: Policy, both: Policy): Check[] {
  return [
    ...(["perVuHour", "perMachineHour", "perCloudVuHour"] as const).map((name): Check => [
      name,
      both.cost[name] >= alone.cost[name],
    ]),
    ...(["perRun", "alertAt", "models"] as const).map((name): Check => [
      name,
      unless(upper.cost[name], atMost(both.cost[name], alone.cost[name])),
    ]),
  ];
}

/** A fuse over the same seconds and at no larger share blows whenever the upper one would. */
function stopOf(upper: PolicyDocument, alone: Policy, both: Policy): Check[] {
  return (["errors", "connectionFailures"] as const).flatMap((name): Check[] => {
    const [before, after] = [alone.stop[name], both.stop[name]];
    if (before === null || after === null) return [[name, false]];
    return [[name, unless(upper.stop[name], after.everyMs === before.everyMs && after.share <= before.share)]];
  });
}

function reviewOf({ review }: PolicyDocument, alone: Policy, both: Policy, trusted: boolean): Check[] {
  const [before, after] = [alone.review, both.review];
  const [known, counting] = [before.keys, after.keys].map((keys) =>
    Object.entries(keys ?? {}).map((entry) => entry.join()),
  );
  // null lets this machine's own key count.
  const keysAreNarrow = within(counting ?? [], known ?? []) && (after.keys === null) === (before.keys === null);
  return [
    ["selfApprove", unless(review.selfApprove, within(after.selfApprove, before.selfApprove))],
    ["keys", (review.keys === undefined && trusted) || keysAreNarrow],
    ["expire", unless(review.expire, after.expireMs <= before.expireMs)],
    ...Object.entries(before.approvals).map(([name, count]): Check => [
      `approvals of ${name}`,
      (after.approvals[name] ?? 0) >= count,
    ]),
  ];
}

function faultsOf(upper: PolicyDocument, alone: Policy, both: Policy): Check[] {
  const refusesStill = alone.busy.action !== "refuse" || both.busy.action === "refuse";
  return [
    ["retry", unless(upper.retry.reducedTo, (both.retry.reducedTo ?? 0) <= (alone.retry.reducedTo ?? 0))],
    ["busy", unless(upper.busy, both.busy.waitMs <= alone.busy.waitMs && refusesStill)],
    ...(["personal", "production"] as const).map((name): Check => [
      `data.${name}`,
      upper.data[name] !== "refuse" || both.data[name] === "refuse",
    ]),
  ];
}

/** Where the upper file is silent, a trusted lower one may name some. */
function secretsOf({ secrets }: PolicyDocument, alone: Policy, both: Policy, trusted: boolean): Check[] {
  return [["secrets", (secrets === undefined && trusted) || within(both.secrets ?? [], alone.secrets ?? [])]];
}

function environmentsOf(upper: PolicyDocument, alone: Policy, both: Policy, trusted: boolean): Check[] {
  const declared = Object.keys(upper.environments).map((name): Check => {
    const [before, after] = [reach(alone, name), reach(both, name)];
    if (before.production) return [name, after.production && within(before.hosts, after.hosts)];
    return [name, after.production || (within(after.hosts, before.hosts) && within(after.addresses, before.addresses))];
  });
  // What only the lower file declares opens nothing beyond loopback unless that file is trusted.
  const added = both.environments
    .filter(({ name, kind }) => !trusted && kind !== "production" && !Object.hasOwn(upper.environments, name))
    .map(({ name, kind, hosts, ranges, trusted: counts }): Check => {
      const isLoopback = hosts.every((host) => ["localhost", "127.0.0.1", "::1"].includes(host)) && ranges.length === 0;
      return [`trust of ${name}`, counts === (kind === "local" || isLoopback)];
    });
  return [...declared, ...added];
}

function within(inner: readonly string[], outer: readonly string[]): boolean {
  return inner.every((item) => outer.includes(item));
}

/** What the environment lets be reached, over all names and addresses that could be told apart. */
function reach(policy: Policy, name: string): { production: boolean; hosts: string[]; addresses: string[] } {
  const found = policy.environments.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(`no environment ${name}`);
  const probes = [
    "a.perf.test",
    "b.perf.test",
    "x.a.perf.test",
    "y.x.a.perf.test",
    "localhost",
    "127.0.0.1",
    "shop.test",
    "perf.test",
  ];
  const addresses = ["10.9.9.9", "10.1.9.9", "10.1.2.9", "192.0.2.1", "127.0.0.9", "2001:db8::9", "203.0.113.1"];
  return {
    production: found.kind === "production",
    hosts: probes.filter((probe) => found.hosts.some((pattern) => hostMatches(pattern, probe))),
    addresses: addresses.filter((text) => {
      const address = parseAddress(text);
      const inside = (range: string): boolean => {
        const parsed = parseRange(range);
        return address !== null && parsed !== null && inRange(address, parsed);
      };
      return found.ranges.length === 0 || found.ranges.some(inside);
    }),
  };
}
