import {
  formatClock,
  formatMs,
  formatNumber,
  formatShare,
  formatSignificant,
} from "../../../contract/format-quantity.ts";
import type { RunProgress } from "../../../contract/run.ts";
import { cut, paint, pad, plain, widthOf, type TerminalStyle } from "./terminal-text.ts";

/** The running test as lines for redrawing in place: a bar with the totals, then one line a scenario. No line is wider than `columns`. */
export function renderProgress(progress: RunProgress, style: TerminalStyle): string[] {
  const { vus, requestsPerSecond, scenarios } = progress;
  const facts = [
    clockOf(progress),
    `${formatNumber(vus)} VUs`,
    `${formatSignificant(requestsPerSecond)} req/s`,
    `last 10 s: p95 ${p95Of(progress)}, errors ${errorsOf(progress.errorRate, style)}`,
  ].join("    ");
  const room = style.columns - 9 - widthOf(facts) - 2;
  const bar = room < 8 ? "" : `${drawBar(progress, Math.min(24, room), style)}  `;
  const names = Math.max(0, ...scenarios.map(({ name }) => widthOf(plain(name))));
  const loads = Math.max(0, ...scenarios.map(({ load }) => widthOf(plain(load))));
  return [
    `${paint("running", ["bold"], style)}  ${bar}${facts}`,
    ...scenarios.map(
      (scenario) =>
        `           ${pad(plain(scenario.name), names)}   ${pad(plain(scenario.load), loads, "left")}    p95 ${pad(p95Of(scenario), 7, "left")}   errors ${errorsOf(scenario.errorRate, style)}${scenario.nearLimit === null ? "" : `    ${paint(plain(scenario.nearLimit), ["yellow"], style)}`}`,
    ),
  ].map((line) => cut(line, style.columns));
}

/** The running test as one line, for logs. */
export function renderProgressLine(progress: RunProgress): string {
  const near = progress.scenarios.flatMap(({ nearLimit }) => (nearLimit === null ? [] : [plain(nearLimit)]));
  return [
    `running  ${clockOf(progress)}`,
    `${formatNumber(progress.vus)} VUs`,
    `${formatSignificant(progress.requestsPerSecond)} req/s`,
    `p95 ${p95Of(progress)}`,
    `errors ${progress.errorRate === null ? "–" : formatShare(progress.errorRate)}`,
    ...near,
  ].join("  ");
}

function clockOf({ elapsedMs, plannedMs }: RunProgress): string {
  const elapsed = formatClock(elapsedMs);
  return plannedMs <= 0 ? elapsed : `${elapsed} of ${formatClock(plannedMs)}`;
}

function p95Of({ p95Ms }: { readonly p95Ms: number | null }): string {
  return p95Ms === null ? "–" : formatMs(p95Ms);
}

function errorsOf(rate: number | null, style: TerminalStyle): string {
  if (rate === null) return "–";
  return rate > 0 ? paint(formatShare(rate), ["red"], style) : formatShare(rate);
}

function drawBar({ elapsedMs, plannedMs }: RunProgress, width: number, style: TerminalStyle): string {
  const share = plannedMs <= 0 ? 0 : Math.min(1, Math.max(0, elapsedMs / plannedMs));
  const full = Math.round(share * width);
  return paint("█".repeat(full), ["cyan"], style) + paint("░".repeat(width - full), ["dim"], style);
}
