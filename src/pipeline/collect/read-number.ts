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

/** The same as `readWhole`, four digits at a step. */
export function readDigits(view: DataView, from: number, to: number): number {
  if (from === to) return notANumber;
  const digits = to - from;
  let at = from + ((digits - 1) & 3) + 1;
  // The four bytes that end with the first one to four digits begin before the field: those are cleared.
  if (at < 4) return readWhole(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), from, to);
  let whole = fourDigits(view.getInt32(at - 4, true), -1 << ((4 - (at - from)) << 3));
  for (; at < to && whole !== notANumber; at += 4) {
    const next = fourDigits(view.getInt32(at, true), -1);
    whole = next === notANumber ? next : whole * 10_000 + next;
  }
  return whole;
}

/** The number that four bytes write, the lowest byte first. Only bytes of `mask` count, the others are zeros. */
function fourDigits(four: number, mask: number): number {
  const digits = (four ^ 0x30303030) & mask;
  // The top bit of a byte shows in one of these when it is no digit.
  if ((((digits + 0x76767676) | digits) & 0x80808080) !== 0) return notANumber;
  // Two numbers of two digits, in the lowest and in the third byte.
  const pairs = digits * 10 + (digits >>> 8);
  return (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff);
}
