import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { notANumber, readDigits, readNanos, readWhole } from "./read-number.ts";
import { readTime, readTimeFast } from "./read-time.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const nanos = (text: string): number => readNanos(bytes(text), 0, text.length);
const time = (text: string): number => readTime(bytes(text), 0, text.length);
/** The time that begins behind other digits, read the quick way. */
const timeFast = (text: string): number => {
  const row = bytes(`12345${text}`);
  return readTimeFast(row, new DataView(row.buffer), 5, row.length);
};

describe("readNanos", () => {
  it("agrees with the number that the text is", () => {
    fc.assert(
      fc.property(fc.nat(9_000_000_000), fc.nat(999_999), fc.nat(6), (whole, fraction, decimals) => {
        const text = `${whole}.${String(fraction).padStart(6, "0").slice(0, decimals)}`;
        expect(Number.isInteger(nanos(text))).toBe(true);
        expect(nanos(text) / 1e6).toBe(Number(text));
      }),
    );
  });

  it.each([
    ["0", 0],
    ["5", 5_000_000],
    ["0.0000004", 0],
    ["0.0000006", 1],
    ["1.5e3", 1_500_000_000],
    ["2E-3", 2000],
    ["", notANumber],
    ["-1", notANumber],
    [".5", notANumber],
    ["1.2.3", notANumber],
    ["NaN", notANumber],
    ["Infinity", notANumber],
    ["0x10", notANumber],
    ["1 ", notANumber],
  ])("%j is %d", (text, expected) => {
    expect(nanos(text)).toBe(expected);
  });
});

describe("readWhole", () => {
  it.each([
    ["0", 0],
    ["120", 120],
    ["", notANumber],
    ["-1", notANumber],
    ["1.0", notANumber],
  ])("%j is %d", (text, expected) => {
    expect(readWhole(bytes(text), 0, text.length)).toBe(expected);
  });
});

describe("readDigits", () => {
  const byte = fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: 48, max: 57 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
  );

  it("agrees with readWhole, whatever stands around the field", () => {
    fc.assert(
      fc.property(
        fc.array(byte, { maxLength: 24 }),
        fc.nat({ max: 24 }),
        fc.nat({ max: 15 }),
        fc.nat({ max: 3 }),
        (row, start, length, offset) => {
          const array = Uint8Array.from([...Array.from({ length: offset }, () => 120), ...row]).subarray(offset);
          const from = Math.min(start, row.length);
          const to = Math.min(from + length, row.length);
          const view = new DataView(array.buffer, array.byteOffset, array.length);
          expect(readDigits(view, from, to)).toBe(readWhole(array, from, to));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each(["/", ":", ";", "?", "@", "p", "\u0080", "\u00ff", "\u0000"])(
    "takes %j for no digit at any place",
    (other) => {
      for (const digits of ["1", "12", "123", "1234", "12345", "1795498802712"]) {
        for (let place = 0; place < digits.length; place++) {
          const row = bytes(`0000${digits.slice(0, place)}${other}${digits.slice(place + 1)}`);
          expect(readDigits(new DataView(row.buffer), 4, row.length)).toBe(notANumber);
        }
      }
    },
  );
});

describe("readTime", () => {
  const at = Date.UTC(2026, 10, 22, 14, 2, 33);

  it.each([
    [String(at / 1000), at],
    [String(at + 120), at + 120],
    [`${at + 120}999`, at + 120],
    [`${at + 120}999999`, at + 120],
    ["2026-11-22T14:02:33Z", at],
    ["2026-11-22T14:02:33.12Z", at + 120],
    ["2026-11-22T14:02:33.120999999Z", at + 120],
    ["2026-11-22T16:02:33+02:00", at],
    ["2026-11-22T09:32:33.5-0430", at + 500],
    ["2026/11/22 14:02:33.120", at + 120],
    ["2026-11-22 14:02:33,120", at + 120],
    ["2026-13-22T14:02:33Z", notANumber],
    ["2026-11-22T14:02:33Zx", notANumber],
    ["2026-11-22", notANumber],
    ["", notANumber],
    ["x", notANumber],
    ["17954988027x5", notANumber],
  ])("%s is %d", (text, expected) => {
    expect(time(text)).toBe(expected);
    expect(timeFast(text)).toBe(expected);
  });

  it("agrees with Date on any day", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date("2200-01-01T00:00:00Z"), noInvalidDate: true }), (date) => {
        expect(time(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});
