/** The units that plans, objectives and policies are written in. Every parser is strict and answers null to anything else. */

const durationUnits: readonly (readonly [string, number])[] = [
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
];

/** `250ms`, `10s`, `1m30s`, `2h` to milliseconds; units descend and come once. A number without unit is null. */
export function parseDuration(text: string): number | null {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/.test(text)) return null;
  let total = 0;
  let last = -1;
  for (const [, digits, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    const index = durationUnits.findIndex(([name]) => name === unit);
    if (index <= last) return null;
    last = index;
    total += roundedProduct(Number(digits), durationUnits[index]?.[1] ?? 0);
  }
  return Number.isFinite(total) ? total : null;
}

/** Milliseconds to the shortest text that `parseDuration` reads back: 90000 is `1m30s`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return "0s";
  let left = ms;
  let text = "";
  for (const [unit, size] of durationUnits) {
    const whole = unit === "ms" ? left : Math.floor(left / size);
    if (whole > 0) text += `${String(whole)}${unit}`;
    left -= whole * size;
  }
  return text;
}

const rateUnits: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };

/** `200/s`, `30/min`, `1000/h` to events per second. */
export function parseRate(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\/(s|min|h)$/.exec(text);
  const seconds = rateUnits[match?.[2] ?? ""];
  return match === null || seconds === undefined ? null : Number(match[1]) / seconds;
}

const sizeUnits: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1000,
  MB: 1_000_000,
  GB: 1_000_000_000,
  KiB: 1024,
  MiB: 1_048_576,
  GiB: 1_073_741_824,
};

/** `64kB`, `1.5MB`, `2MiB`, `512B` to whole bytes. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(B|kB|MB|GB|KiB|MiB|GiB)$/.exec(text);
  const unit = sizeUnits[match?.[2] ?? ""];
  if (match === null || unit === undefined) return null;
  const bytes = roundedProduct(Number(match[1]), unit);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** `30%`, `0.1%` to a fraction from 0 to 1. */
export function parseShare(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  if (match === null) return null;
  const percent = Number(match[1]);
  return percent <= 100 ? percent / 100 : null;
}

/** `1500`, `100k`, `2M` to a whole number. */
export function parseCount(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(k|M)?$/.exec(text);
  if (match === null) return null;
  const count = roundedProduct(Number(match[1]), match[2] === "M" ? 1_000_000 : match[2] === "k" ? 1000 : 1);
  return Number.isSafeInteger(count) ? count : null;
}

/** Decimal numbers have binary noise (1.1 × 1000): a product within it of a whole number is that number. */
function roundedProduct(value: number, factor: number): number {
  const product = value * factor;
  const whole = Math.round(product);
  return Math.abs(product - whole) <= Math.abs(product) * 1e-12 ? whole : product;
}
