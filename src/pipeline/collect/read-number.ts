/** What `readNanos` answers for bytes that are no number. */
export const notANumber = -1;

/**
 * A decimal number of milliseconds as whole nanoseconds (more than six decimals are rounded), so that sums are exact and do
 * not depend on order. Exponents are understood. Negative numbers and anything else give `notANumber`.
 */
export function readNanos(bytes: Uint8Array, from: number, to: number): number {
  let whole = 0;
  let at = from;
  for (; at < to; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    whole = whole * 10 + digit;
  }
  if (at === from) return notANumber;
  if (at === to) return whole * 1e6;
  if (bytes[at] !== 46) return readSlowly(bytes, from, to);
  let fraction = 0;
  const end = at + 7;
  let decimals = 0;
  for (at++; at < to && at < end; at++, decimals++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return readSlowly(bytes, from, to);
    fraction = fraction * 10 + digit;
  }
  if (at < to) return readSlowly(bytes, from, to);
  for (; decimals < 6; decimals++) fraction *= 10;
  return whole * 1e6 + fraction;
}

function readSlowly(bytes: Uint8Array, from: number, to: number): number {
  const text = String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 40)));
  if (!/^\d+(\.\d*)?(e[+-]?\d+)?$/i.test(text)) return notANumber;
  return Math.round(Number(text) * 1e6);
}

/** A whole number without sign, or `notANumber`. */
export function readWhole(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return notANumber;
  let whole = 0;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return notANumber;
    whole = whole * 10 + digit;
  }
  return whole;
}
