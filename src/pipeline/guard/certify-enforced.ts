import type { Certificate } from "../../contract/certificate.ts";
import {
  formatCount,
  formatDuration,
  formatMoney,
  formatNumber,
  formatRate,
  formatShare,
  formatStamp,
} from "../../contract/format-quantity.ts";
import type { Policy } from "../../contract/policy.ts";
import type { CertifiedFacts } from "./certify-facts.ts";
import { listed } from "./guard-reason.ts";

type Enforced = Certificate["enforced"][number];

/** Addresses and ports named in full; a reader finds all of them under `allowed`. */
const mostNamed = 4;

/** Every rule that held this run, with its mechanism and who holds it: what prevents comes before what stops afterwards. */
export function enforcedBy(facts: CertifiedFacts): Enforced[] {
  return [...heldByEngine(facts), ...heldBySystem(facts), ...heldByReview(facts), ...watched(facts)];
}

function heldByEngine({ decision: { enforcement } }: CertifiedFacts): Enforced[] {
  const { pins, allowedAddresses, blockedRanges, blockedHostnames, maxRatePerSecond } = enforcement;
  const rules: Enforced[] = [];
  const add = (what: string, how: string): void => void rules.push({ what, how, by: "engine" });
  add(
    allowedAddresses.length === 0 ? "No connection to anywhere" : `Connections only to ${named(allowedAddresses)}`,
    `every address but ${formatCount(allowedAddresses.length, "allowed one", "allowed ones")} is on the engine's deny list (${formatCount(blockedRanges.length, "range")}), which is asked at every dial, after redirects too`,
  );
  const names = Object.keys(pins).length;
  if (names > 0)
    add(
      "A name means the address that was checked",
      `${formatCount(names, "name")} resolved once before the run and pinned in the engine's own configuration; a script's own pins are refused`,
    );
  if (blockedHostnames.length > 0)
    add(
      "Names of production are refused",
      `${formatCount(blockedHostnames.length, "pattern")} on the engine's list of blocked host names${blockedHostnames.some((name) => name.endsWith(".")) ? ", forms with a trailing dot among them" : ""}`,
    );
  if (maxRatePerSecond !== null)
    add(
      `At most ${formatRate(maxRatePerSecond)} requests`,
      "the engine's own limit of the request rate, over all virtual users",
    );
  const { setupTimeoutMs, teardownTimeoutMs, summaryTimeoutMs } = enforcement;
  add(
    `Set-up ends after ${formatDuration(setupTimeoutMs)}, clean-up after ${formatDuration(teardownTimeoutMs)}, the summary after ${formatDuration(summaryTimeoutMs)}`,
    "timeouts given from outside, which a script cannot raise",
  );
  return rules;
}

function heldBySystem({ decision: { enforcement }, evaluatedIn }: CertifiedFacts): Enforced[] {
  const rules: Enforced[] = [
    {
      what: `At most ${formatCount(enforcement.maxConnections, "connection")} open at one time`,
      how: "limit of open files of the engine's process",
      by: "operating-system",
    },
  ];
  if (evaluatedIn === "network-namespace")
    rules.push({
      what: "Evaluating the script reached nobody",
      how: "evaluated in a network namespace without any network",
      by: "operating-system",
    });
  rules.push({
    what: "The load ends with the agent",
    how: "the engine writes its samples into a pipe that the agent holds; when the agent dies, the pipe breaks and ends the engine",
    by: "operating-system",
  });
  return rules;
}

function heldByReview({ review, record }: CertifiedFacts): Enforced[] {
  const frozen: Enforced = {
    what: "What was reviewed is what ran",
    how: "the script was evaluated once into an archive; its SHA-256 is part of the reviewed hash and is checked right before each start",
    by: "review",
  };
  if (review.approvals === null) return [frozen];
  const people = review.approvals.map(({ by, at }) => `${by} (${formatStamp(at)})`);
  return [
    frozen,
    {
      what: `Load, script, data and limits on ${record.environment} were approved`,
      how: `by ${listed(people)}, for the hash ${review.sha256.slice(0, 8)}`,
      by: "review",
    },
  ];
}

function watched({ decision, policy, record }: CertifiedFacts): Enforced[] {
  const { enforcement, cost } = decision;
  const rules: Enforced[] = [];
  const add = (what: string, how: string): void => void rules.push({ what, how, by: "watch" });
  add(
    `At most ${formatCount(enforcement.maxVus, "virtual user")}`,
    "the archive was inspected before the start, and the engine's own count is watched every second",
  );
  add(`At most ${formatDuration(enforcement.maxDurationMs)}`, "wall clock over all attempts");
  const counts = [
    ...(enforcement.maxRequests === null ? [] : [`${formatNumber(enforcement.maxRequests)} requests`]),
    ...(enforcement.maxWrites === null ? [] : [`${formatNumber(enforcement.maxWrites)} writes`]),
  ];
  if (counts.length > 0) add(`At most ${listed(counts)}`, "counted from the samples every second, over all attempts");
  if (record.outcome !== null && record.outcome.connections !== null)
    add(
      enforcement.allowedSockets.length === 0
        ? "No port at all"
        : `Ports only as in ${named(enforcement.allowedSockets)}`,
      "connections of the engine's process, as the operating system shows them, compared with the allowed ones every second",
    );
  if (cost.limit !== null)
    add(
      `At most ${formatMoney(cost.limit, cost.currency)}`,
      `estimated before the start and added up every second; alert at ${formatShare(cost.alertAt, 0)}`,
    );
  const breakers = breakersOf(policy.stop);
  if (breakers.length > 0) add("A target that fails is left alone", `the run ends at ${listed(breakers)}`);
  return rules;
}

function breakersOf({ errors, connectionFailures }: Policy["stop"]): string[] {
  const texts: string[] = [];
  if (errors !== null)
    texts.push(`${formatShare(errors.share, 0)} of failed requests within ${formatDuration(errors.everyMs)}`);
  if (connectionFailures !== null)
    texts.push(
      `${formatShare(connectionFailures.share, 0)} of failed connections within ${formatDuration(connectionFailures.everyMs)}`,
    );
  return texts;
}

function named(items: readonly string[]): string {
  const rest = items.length - mostNamed;
  return rest <= 0 ? listed(items) : listed([...items.slice(0, mostNamed), `${formatNumber(rest)} more`]);
}
