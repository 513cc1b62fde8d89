import {
  formatCount,
  formatDuration,
  formatNumber,
  formatRate,
  formatStamp,
} from "../../../contract/format-quantity.ts";
import type { LoadSummary } from "../../../contract/load-summary.ts";
import type { Approved, ReviewState } from "../../../services/approve-plan.ts";
import { listed } from "./render-header.ts";
import { labelled, paint, plain, type TerminalStyle } from "./terminal-text.ts";

/** What was approved, where it stands now and where that was written. Ends with a line break. */
export function renderApproved(approved: Approved, style: TerminalStyle): string {
  const lines = [
    ...loadLines(approved.load, style),
    ...standingLines(approved, style),
    ...labelled("wrote", ["bold"], plain(approved.file), style),
  ];
  return `${lines.join("\n")}\n`;
}

/** `  ana: "ed25519:…"`, as a policy lists it. Ends with a line break. */
export function renderKey(name: string, key: string): string {
  const word = /^[a-z][\w.-]*$/iu.test(name) ? name : JSON.stringify(plain(name));
  return `  ${word}: "${key}"\n`;
}

/** Scenarios, writes and data: what the guard's own lines do not say. */
function loadLines({ scenarios, writes, endpoints, data }: LoadSummary, style: TerminalStyle): string[] {
  const say = (label: string, text: string): string[] => labelled(label, ["bold"], text, style);
  const lines = scenarios.flatMap(({ name, peakVus, ratePerSecond, endMs }, index) => {
    const rate = ratePerSecond === null ? "" : `, ${formatRate(ratePerSecond)}`;
    return say(
      index === 0 ? "load" : "",
      `${plain(name)}: ${formatCount(peakVus, "VU")}${rate} until ${formatDuration(endMs)}`,
    );
  });
  const writing = endpoints.filter((endpoint) => endpoint.writes).map(({ name }) => plain(name));
  if (writing.length > 0) {
    const many =
      writes === null ? "unbounded" : `${writes.exact ? "" : "at most "}${formatNumber(Math.ceil(writes.count))}`;
    lines.push(...say("writes", `${many} by ${listed(writing)}`));
  }
  for (const [index, { name, rows, sha256 }] of data.entries()) {
    lines.push(
      ...say(index === 0 ? "data" : "", `${plain(name)}: ${formatCount(rows, "row")}, sha256 ${sha256.slice(0, 8)}`),
    );
  }
  return lines;
}

/** How many approvals there are of those that are wanted, whose, and why others do not count. */
export function standingLines(state: ReviewState, style: TerminalStyle): string[] {
  const { sha256, selfApproved, wanted, counting, refused } = state;
  const enough = counting.length >= wanted;
  const lines = labelled("sha256", ["bold"], sha256, style);
  const names = counting.map(({ by, at, until }) => plain(`${by}, ${formatStamp(at)}${expiry(until)}`));
  const count = paint(`${counting.length} of ${wanted}`, [enough ? "green" : "yellow"], style);
  lines.push(...labelled("approved", ["bold"], `${count}${names.length === 0 ? "" : `  ${names.join("; ")}`}`, style));
  for (const { text } of refused) {
    lines.push(...labelled("", [], `${paint("does not count", ["yellow"], style)}  ${plain(text)}`, style));
  }
  if (selfApproved)
    lines.push(...labelled("", [], "not needed: the environment lets its users approve by running", style));
  return lines;
}

/** Latest time that a date can tell (ECMA-262, section 21.4.1.1). */
const lastDate = 8.64e15;

function expiry(until: number): string {
  return until > lastDate ? "" : `, until ${new Date(until).toISOString().slice(0, 10)}`;
}
