import type { Attempt, Certificate } from "../../contract/certificate.ts";
import {
  formatCount,
  formatDuration,
  formatMoney,
  formatNumber,
  formatRate,
  formatShare,
  formatStamp,
} from "../../contract/format-quantity.ts";

/** Names, sockets and people shown in full; the certificate itself has all. */
const mostShown = 6;

/** One limit beside what was observed. */
export interface SafetyRow {
  readonly what: string;
  readonly allowed: string;
  readonly observed: string;
  /** More was observed than allowed. */
  readonly beyond: boolean;
}

export interface SafetyFact {
  readonly label: string;
  readonly text: string;
  /** Copied rather than read. */
  readonly exact?: boolean;
}

/** What was allowed beside what was observed, one row for each limit. */
export function limitRows({ allowed, observed }: Certificate): SafetyRow[] {
  const { connections } = observed;
  const untold = observed.peakVus === 0 && observed.requests > 0;
  const reached = connections?.sockets ?? [];
  return [
    {
      ...limitRow("Virtual users", allowed.vus, observed.peakVus, formatNumber),
      ...(untold ? { observed: "not told" } : {}),
    },
    limitRow("Time", allowed.durationMs, observed.durationMs, formatDuration),
    limitRow("Rate over 10 s", allowed.ratePerSecond, observed.peakRatePerSecond, formatRate),
    limitRow("Requests", allowed.requests, observed.requests, formatNumber),
    limitRow("Writes", allowed.writes, observed.writes, formatNumber),
    {
      ...limitRow("Open connections", allowed.connections, connections?.peak ?? 0, formatNumber),
      ...(connections === null ? { observed: "not looked at" } : {}),
    },
    limitRow("Cost", allowed.cost, observed.cost, (amount) => formatMoney(amount, allowed.currency)),
    {
      what: "Reached",
      allowed: shortened(allowed.sockets),
      observed: connections === null ? "not looked at" : shortened(reached),
      beyond: reached.some((socket) => !allowed.sockets.includes(socket)),
    },
    limitRow("Blocked dials", 0, observed.blockedDials, formatNumber),
  ];
}

function limitRow(what: string, cap: number | null, seen: number, show: (value: number) => string): SafetyRow {
  return {
    what,
    allowed: cap === null ? "no cap" : show(cap),
    observed: show(seen),
    beyond: cap !== null && seen > cap,
  };
}

/** Where the run might go, who agreed, and what it left: label and text. */
export function safetyFacts({ allowed, observed }: Certificate): SafetyFact[] {
  const { environment, kind, pins, review } = allowed;
  const names = Object.entries(pins).map(([name, address]) => (name === address ? name : `${name} = ${address}`));
  const { cutIterations, leftovers } = observed;
  const cut = cutIterations === null ? "not known" : formatCount(cutIterations, "iteration");
  return [
    { label: "Environment", text: environment === kind ? environment : `${environment}, of kind ${kind}` },
    { label: "Names", text: names.length === 0 ? "none, addresses only" : shortened(names) },
    { label: "Approved by", text: approversOf(review.approvals) },
    { label: "Reviewed hash", text: review.sha256, exact: true },
    ...(cutIterations === 0 ? [] : [{ label: "Cut off under way", text: cut }]),
    { label: "Left behind after clean-up", text: leftovers === null ? "not counted" : formatNumber(leftovers) },
  ];
}

function approversOf(approvals: Certificate["allowed"]["review"]["approvals"]): string {
  if (approvals === null) return "whoever runs it";
  if (approvals.length === 0) return "nobody";
  const people = approvals.map(
    ({ by, at, key }) => `${by} on ${formatStamp(at)}${key === null ? " (not signed)" : ""}`,
  );
  return shortened(people, "; ");
}

/** Who holds a rule, in the words of the report. */
export const holderWords: Readonly<Record<Certificate["enforced"][number]["by"], string>> = {
  engine: "engine",
  "operating-system": "system",
  review: "review",
  watch: "watch",
};

/** A start of the engine in four cells: which, of what, how long, and how it ended. */
export function attemptCells({ number, profile, share, startedAt, finishedAt, result, text }: Attempt): string[] {
  const load = profile === "cleanup" ? "clean-up" : profile === "full" ? "all of it" : `${formatShare(share, 0)} of it`;
  const words = { finished: "finished", stopped: "stopped", "engine-failed": "the engine died" } as const;
  return [String(number), load, formatDuration(finishedAt - startedAt), `${words[result]}: ${text}`];
}

/** Attempts worth telling of: one alone is the run itself. */
export function toldAttempts({ observed }: Certificate): readonly Attempt[] {
  return observed.attempts.length > 1 ? observed.attempts : [];
}

function shortened(items: readonly string[], between = ", "): string {
  if (items.length === 0) return "nothing";
  const rest = items.length - mostShown;
  return rest <= 0 ? items.join(between) : `${items.slice(0, mostShown).join(between)} and ${formatNumber(rest)} more`;
}
