import { describe, expect, it } from "vitest";
import { sayClock, sayDate, sayRelative, sayUtc, toEpoch } from "./say-time.ts";

const at = Date.UTC(2026, 10, 22, 14, 2, 33, 120);

describe("moments", () => {
  it("are said in a zone and in UTC", () => {
    expect(sayUtc(at)).toBe("2026-11-22 14:02:33 UTC");
    expect(sayDate(at, "Europe/Berlin")).toBe("22 Nov 2026, 15:02:33");
    expect(sayClock(at, "Asia/Kolkata")).toBe("19:32:33");
  });

  it.each([
    [at, at],
    ["2026-11-22T14:02:33.120Z", at],
    ["yesterday", null],
    [Number.NaN, null],
  ])("reads %s", (text, epoch) => {
    expect(toEpoch(text)).toBe(epoch);
  });

  const minute = 60_000;
  it.each([
    [0, "just now"],
    [-20_000, "just now"],
    [minute, "1 min ago"],
    [59.4 * minute, "59 min ago"],
    [3 * 60 * minute, "3 h ago"],
    [-3 * 60 * minute, "in 3 h"],
    [25 * 60 * minute, "yesterday"],
    [-25 * 60 * minute, "tomorrow"],
    [12 * 24 * 60 * minute, "12 days ago"],
    [100 * 24 * 60 * minute, "22 Nov 2026"],
  ])("%i ms before now is %s", (before, words) => {
    expect(sayRelative(at, at + before, "UTC")).toBe(words);
  });
});
