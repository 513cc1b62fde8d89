import { describe, expect, it } from "vitest";
import { dayAfter, endOfDay } from "./acceptance-end.ts";

describe("the end of an acceptance", () => {
  it("is the last moment of the day that was chosen, where the reader is", () => {
    const end = endOfDay("2026-12-24");
    expect(end).toBe(new Date(2026, 11, 24, 23, 59, 59, 999).getTime());
    expect(dayAfter(end ?? 0, 0)).toBe("2026-12-24");
  });

  it("goes over the ends of months and years", () => {
    expect(dayAfter(new Date(2026, 11, 24, 12).getTime(), 30)).toBe("2027-01-23");
  });

  it.each(["", "24.12.2026", "2026-13-40", "2026-12-24T10:00"])("is none of %j", (day) => {
    expect(endOfDay(day)).toBeNull();
  });
});
