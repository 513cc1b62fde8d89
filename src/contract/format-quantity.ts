/**
 * Quantities as people read them, the same in terminal, report, Markdown and messages. Pure and free of locale:
 * thousands have commas, decimals a dot, units stand after a space, durations are written as in plans (`5m41s`).
 */

export type QuantityUnit = "ms" | "fraction" | "per-second" | "score" | "vus" | "count";

/** `131012.4` → `131,012`; at most `decimals` decimals, trailing zeros kept. Not finite: `–`. */
export function formatNumber(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return "–";
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole = "0", fraction] = fixed.split(".");
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  const sign = value < 0 && Number(fixed) !== 0 ? "-" : "";
  return `${sign}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** `digits` significant digits, whole parts never cut, trailing zeros dropped: `0.04123` → `0.0412`, `1234.5` → `1,235`. */
export function formatSignificant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const magnitude = Number(value.toExponential(digits - 1).split("e")[1]);
  const decimals = Math.min(12, Math.max(0, digits - 1 - magnitude));
  const text = formatNumber(value, decimals);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A latency: `0.412 ms`, `41 ms`, `449 ms`, `1.23 s`, `75.1 s`. */
export function formatMs(ms: number, digits = 3): string {
  if (!Number.isFinite(ms)) return "–";
  if (Math.abs(Number(ms.toPrecision(digits))) < 1000) return `${formatSignificant(ms, digits)} ms`;
  return `${formatSignificant(ms / 1000, digits)} s`;
}

/** A length of time as in plans: `250ms`, `1.5s`, `45s`, `5m41s`, `20m`, `1h05m`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "–";
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms === 0) return "0s";
  if (ms < 999.5) return `${Math.max(1, Math.round(ms))}ms`;
  if (ms < 9950) return `${formatNumber(ms / 1000, 1).replace(/\.0$/, "")}s`;
  const seconds = Math.round(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (hours > 0) return `${hours}h${minutes === 0 ? "" : `${pad(minutes)}m`}`;
  if (minutes > 0) return `${minutes}m${rest === 0 ? "" : `${pad(rest)}s`}`;
  return `${rest}s`;
}

/** The same, from two days on in days: `28 days`, `5.8 days`. */
export function formatLongDuration(ms: number): string {
  const days = ms / 86_400_000;
  return Number.isFinite(days) && days >= 2 ? `${formatSignificant(days, 2)} days` : formatDuration(ms);
}

/** A moving clock whose width changes little: `0m05s`, `5m41s`, `10m00s`, `1h05m00s`. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}h${pad(minutes)}m${pad(seconds % 60)}s` : `${minutes}m${pad(seconds % 60)}s`;
}

/** A share as a percentage: `0.0002` → `0.02 %`. What is not zero never reads as zero: `<0.01 %`. */
export function formatShare(fraction: number, decimals = 2): string {
  if (!Number.isFinite(fraction)) return "–";
  const text = formatNumber(fraction * 100, decimals);
  if (fraction > 0 && Number(text) === 0) return `<0.${"1".padStart(decimals, "0")} %`;
  return `${text} %`;
}

/** A relative change with its sign: `0.148` → `+14.8 %`, `-0.02` → `-2.0 %`. */
export function formatChange(fraction: number): string {
  if (!Number.isFinite(fraction)) return "–";
  const text = formatNumber(fraction * 100, 1);
  return `${text.startsWith("-") || Number(text) === 0 ? "" : "+"}${text} %`;
}

/** Events per second: `243/s`, `0.5/s`, `1,234/s`. */
export function formatRate(perSecond: number): string {
  return `${formatSignificant(perSecond)}/s`;
}

/** Decimal sizes: `812 B`, `64 kB`, `1.35 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let [value, unit] = [bytes, 0];
  while (Math.abs(Number(value.toPrecision(3))) >= 1000 && unit < units.length - 1)
    [value, unit] = [value / 1000, unit + 1];
  return `${formatSignificant(value)} ${units[unit] ?? "B"}`;
}

/** A value of an objective or chart in its unit. */
export function formatQuantity(value: number, unit: QuantityUnit, digits = 3): string {
  switch (unit) {
    case "ms":
      return formatMs(value, digits);
    case "fraction":
      return Math.abs(value) < 0.1
        ? formatShare(value, Math.max(2, digits - 1))
        : formatShare(value, Math.max(1, digits - 2));
    case "per-second":
      return `${formatSignificant(value, digits)}/s`;
    case "score":
      return formatSignificant(value, digits);
    default:
      return Number.isInteger(value) ? formatNumber(value) : formatSignificant(value, digits);
  }
}

/** Value and limit with as many digits as it takes to tell them apart: 400.2 against 400 must not read `400 ms, limit 400 ms`. */
export function formatAgainst(value: number, limit: number, unit: QuantityUnit): { value: string; limit: string } {
  for (let digits = 3; digits < 9; digits++) {
    const texts = { value: formatQuantity(value, unit, digits), limit: formatQuantity(limit, unit, digits) };
    if (value === limit || texts.value !== texts.limit)
      return { value: texts.value, limit: formatQuantity(limit, unit) };
  }
  return { value: formatQuantity(value, unit, 9), limit: formatQuantity(limit, unit) };
}

/** Two ends of an interval, the unit once where it is the same: `438 to 461 ms`, `950 ms to 1.02 s`. */
export function formatRange(low: number, high: number, unit: QuantityUnit): string {
  const [from, to] = [formatQuantity(low, unit), formatQuantity(high, unit)];
  const suffix = /(?: (?:ms|s|%)|\/s)$/.exec(to)?.[0];
  return suffix !== undefined && from.endsWith(suffix)
    ? `${from.slice(0, -suffix.length)} to ${to}`
    : `${from} to ${to}`;
}

/** Money with its currency first: `EUR 0.46`. Small amounts keep what is not zero. */
export function formatMoney(amount: number, currency: string): string {
  if (amount > 0 && amount < 0.005) return `${currency} <0.01`;
  return `${currency} ${formatNumber(amount, 2)}`;
}

/** `2026-11-22T14:02:33.120Z` → `2026-11-22 14:02:33 UTC`; anything else stays. */
export function formatStamp(iso: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(iso);
  return match === null ? iso : `${match[1] ?? ""} ${match[2] ?? ""} UTC`;
}

/** `1 run`, `12 runs`, `0 runs`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

const pad = (value: number): string => String(value).padStart(2, "0");
