import { notANumber, readDigits, readWhole } from "./read-number.ts";

/**
 * A point in time as epoch milliseconds (fractions dropped), or `notANumber`. Understood: seconds, milli-, micro- and
 * nanoseconds since 1970 (told apart by size), and dates such as 2026-11-22T14:02:33.120Z, with an offset, with a space or
 * slashes; a date without offset is taken as UTC.
 */
export function readTime(bytes: Uint8Array, from: number, to: number): number {
  const digits = to - from;
  if (digits === 13) {
    const milliseconds = readWhole(bytes, from, to);
    if (milliseconds !== notANumber) return milliseconds;
  }
  const fifth = bytes[from + 4] ?? 0;
  if (digits >= 19 && (fifth === 45 || fifth === 47)) return readDate(bytes, from, to);
  // Beyond 13 digits the rest is a fraction of a millisecond.
  if (digits >= 14) return readWhole(bytes, from, to) === notANumber ? notANumber : readWhole(bytes, from, from + 13);
  const seconds = readWhole(bytes, from, to);
  return seconds === notANumber || digits > 11 ? notANumber : seconds * 1000;
}

/** The same, quicker for milliseconds. `view` shows the same bytes. */
export function readTimeFast(bytes: Uint8Array, view: DataView, from: number, to: number): number {
  if (to - from === 13) {
    const milliseconds = readDigits(view, from, to);
    if (milliseconds !== notANumber) return milliseconds;
  }
  return readTime(bytes, from, to);
}

function readDate(bytes: Uint8Array, from: number, to: number): number {
  const year = readWhole(bytes, from, from + 4);
  const month = readWhole(bytes, from + 5, from + 7);
  const day = readWhole(bytes, from + 8, from + 10);
  const hour = readWhole(bytes, from + 11, from + 13);
  const minute = readWhole(bytes, from + 14, from + 16);
  const second = readWhole(bytes, from + 17, from + 19);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || hour < 0 || minute < 0 || second < 0) return notANumber;
  let at = from + 19;
  let fraction = 0;
  const separator = bytes[at];
  if (separator === 46 || separator === 44) {
    let unit = 100;
    for (at++; at < to; at++) {
      const digit = (bytes[at] ?? 0) - 48;
      if (digit < 0 || digit > 9) break;
      if (unit >= 1) fraction += digit * unit;
      unit /= 10;
    }
  }
  let offset = 0;
  const sign = bytes[at];
  if (sign === 43 || sign === 45) {
    const hours = readWhole(bytes, at + 1, at + 3);
    const minutes = readWhole(bytes, to - 2, to);
    if (hours < 0 || minutes < 0) return notANumber;
    offset = (hours * 60 + minutes) * (sign === 43 ? 60_000 : -60_000);
  } else if (at < to && !(sign === 90 && at + 1 === to)) return notANumber;
  return ((daysBefore(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + fraction - offset;
}

/** Days from 1970-01-01 to a date of the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function daysBefore(year: number, month: number, day: number): number {
  const fromMarch = month > 2 ? year : year - 1;
  const era = Math.floor(fromMarch / 400);
  const yearOfEra = fromMarch - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}
