import { expect, test } from "vitest";
import {
  formatAgainst,
  formatBytes,
  formatChange,
  formatClock,
  formatCount,
  formatDuration,
  formatLongDuration,
  formatMoney,
  formatMs,
  formatNumber,
  formatQuantity,
  formatRange,
  formatRate,
  formatShare,
  formatSignificant,
  formatStamp,
} from "./format-quantity.ts";

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [131_012.4, "131,012"],
  [-1234, "-1,234"],
  [-0.2, "0"],
  [Number.NaN, "–"],
])("number %d reads %s", (value, text) => expect(formatNumber(value)).toBe(text));

test.each([
  [0, "0"],
  [0.04123, "0.0412"],
  [9.996, "10"],
  [41, "41"],
  [41.26, "41.3"],
  [1234.5, "1,235"],
])("%d to three significant digits reads %s", (value, text) => expect(formatSignificant(value)).toBe(text));

test.each([
  [0, "0 ms"],
  [0.4123, "0.412 ms"],
  [41, "41 ms"],
  [448.7, "449 ms"],
  [999.4, "999 ms"],
  [999.6, "1 s"],
  [1234, "1.23 s"],
  [75_100, "75.1 s"],
  [1_234_567, "1,235 s"],
  [Infinity, "–"],
])("latency %d reads %s", (value, text) => expect(formatMs(value)).toBe(text));

test.each([
  [0, "0s"],
  [0.2, "1ms"],
  [250, "250ms"],
  [999.7, "1s"],
  [1500, "1.5s"],
  [45_000, "45s"],
  [59_700, "1m"],
  [341_000, "5m41s"],
  [1_200_000, "20m"],
  [3_900_000, "1h05m"],
  [7_200_000, "2h"],
])("duration %d reads %s", (value, text) => expect(formatDuration(value)).toBe(text));

test.each([
  [90_000, "1m30s"],
  [47 * 3_600_000, "47h"],
  [2 * 86_400_000, "2 days"],
  [5.83 * 86_400_000, "5.8 days"],
  [Infinity, "–"],
])("long duration %d reads %s", (value, text) => expect(formatLongDuration(value)).toBe(text));

test.each([
  [0, "0m00s"],
  [5999, "0m05s"],
  [600_000, "10m00s"],
  [3_905_000, "1h05m05s"],
])("clock %d reads %s", (value, text) => expect(formatClock(value)).toBe(text));

test.each([
  [0, "0.00 %"],
  [0.0002, "0.02 %"],
  [0.000_01, "<0.01 %"],
  [0.5, "50.00 %"],
])("share %d reads %s", (value, text) => expect(formatShare(value)).toBe(text));

test.each([
  [0.148, "+14.8 %"],
  [-0.02, "-2.0 %"],
  [0.000_04, "0.0 %"],
])("change %d reads %s", (value, text) => expect(formatChange(value)).toBe(text));

test.each([
  [812, "812 B"],
  [64_000, "64 kB"],
  [1_350_000, "1.35 MB"],
  [999_900, "1 MB"],
])("%d bytes read %s", (value, text) => expect(formatBytes(value)).toBe(text));

test("a value beside its limit never reads like it", () => {
  expect(formatAgainst(400.2, 400, "ms")).toEqual({ value: "400.2 ms", limit: "400 ms" });
  expect(formatAgainst(0.001_004, 0.001, "fraction")).toEqual({ value: "0.1004 %", limit: "0.10 %" });
  expect(formatAgainst(400, 400, "ms")).toEqual({ value: "400 ms", limit: "400 ms" });
});

test("an interval names its unit once", () => {
  expect(formatRange(438, 461, "ms")).toBe("438 to 461 ms");
  expect(formatRange(950, 1020, "ms")).toBe("950 ms to 1.02 s");
  expect(formatRange(190, 201, "per-second")).toBe("190 to 201/s");
});

test("units, money, stamps and counts", () => {
  expect(formatQuantity(0.951, "score")).toBe("0.951");
  expect(formatQuantity(130, "vus")).toBe("130");
  expect(formatQuantity(0.153, "fraction")).toBe("15.3 %");
  expect(formatRate(243.4)).toBe("243/s");
  expect(formatMoney(0.456, "EUR")).toBe("EUR 0.46");
  expect(formatMoney(0.001, "EUR")).toBe("EUR <0.01");
  expect(formatStamp("2026-11-22T14:02:33.120Z")).toBe("2026-11-22 14:02:33 UTC");
  expect(formatStamp("yesterday")).toBe("yesterday");
  expect(formatCount(1, "run")).toBe("1 run");
  expect(formatCount(2, "mistake")).toBe("2 mistakes");
});
