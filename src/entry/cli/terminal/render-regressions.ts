import { formatChange, formatQuantity, formatStamp } from "../../../contract/format-quantity.ts";
import type { LedgerEntry } from "../../../contract/ledger.ts";
import { paint, plain, wrap, type TerminalStyle, type Tone } from "./terminal-text.ts";

const tones: Readonly<Record<LedgerEntry["state"], Tone>> = {
  open: "red",
  accepted: "yellow",
  expired: "red",
  closed: "green",
};

/** Entries as given (newest first from the ledger), each with its story below. Ends with a line break. */
export function renderRegressions(entries: readonly LedgerEntry[], style: TerminalStyle): string {
  if (entries.length === 0) return "No regression is open or accepted.\n";
  const lines = entries.flatMap((entry) => {
    const { id, state, statistic, endpoint, scenario, plan, environment, service } = entry;
    const where = `${statistic} of ${endpoint} in ${scenario}, ${plan} on ${environment}, ${service}`;
    return [
      `${paint(plain(id), ["bold"], style)}  ${paint(state, [tones[state]], style)}  ${plain(where)}`,
      ...storyOf(entry).flatMap((sentence) =>
        wrap(plain(sentence), Math.max(30, style.columns - 4)).map((line) => `    ${line}`),
      ),
    ];
  });
  return `${lines.join("\n")}\n`;
}

function storyOf({ statistic, before, after, effect, ...entry }: LedgerEntry): string[] {
  const unit = statistic === "errors" ? "fraction" : statistic === "throughput" ? "per-second" : "ms";
  // Of error rates the effect is a difference: the two values say it.
  const change = unit === "fraction" ? "" : ` (${formatChange(effect)})`;
  const { commits, confirmedBy, acceptance } = entry;
  const range = commits.to === null ? "" : `, commits ${commits.from ?? "?"}..${commits.to}`;
  return [
    `from ${formatQuantity(before, unit)} to ${formatQuantity(after, unit)}${change}, ${confirmedBy === null ? "suspected" : `confirmed by ${confirmedBy}`}`,
    `first ${when(entry.openedAt)} in ${entry.openedBy}${range}; last ${when(entry.lastSeenAt)} in ${entry.lastSeenBy}`,
    ...(acceptance === null
      ? []
      : [`accepted until ${when(acceptance.until)} by ${acceptance.by}: ${acceptance.reason}`]),
  ];
}

function when(at: number): string {
  return formatStamp(new Date(at).toISOString());
}
