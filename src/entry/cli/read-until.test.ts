import { expect, test } from "vitest";
import { untilOf } from "./read-until.ts";

const now = Date.UTC(2026, 10, 24, 12);

test.each<[string, { until?: string; for?: string }, string]>([
  ["a day, to its end", { until: "2027-01-31" }, "2027-01-31T23:59:59.999Z"],
  ["today", { until: "2026-11-24" }, "2026-11-24T23:59:59.999Z"],
  ["days", { for: "90d" }, "2027-02-22T12:00:00.000Z"],
  ["hours", { for: "12h" }, "2026-11-25T00:00:00.000Z"],
  ["weeks", { for: "6w" }, "2027-01-05T12:00:00.000Z"],
])("an acceptance ends after %s", (_, typed, end) => {
  expect(new Date(untilOf({ until: typed.until, for: typed.for }, now)).toISOString()).toBe(end);
});

test.each<[string, { until?: string; for?: string }, string]>([
  ["neither", {}, "an acceptance ends: say when by --until 2027-01-31 or --for 90d"],
  ["both", { until: "2027-01-31", for: "90d" }, "an acceptance ends: say when by --until 2027-01-31 or --for 90d"],
  ["a day that no month has", { until: "2027-02-30" }, "--until 2027-02-30 is no day: write 2027-01-31"],
  ["another order", { until: "31.01.2027" }, "--until 31.01.2027 is no day: write 2027-01-31"],
  ["no unit", { for: "90" }, "--for 90 is no length: write 12h, 90d or 6w"],
  ["nothing at all", { for: "0d" }, "--for 0d is no length: write 12h, 90d or 6w"],
])("refuses %s", (_, typed, text) => {
  expect(() => untilOf({ until: typed.until, for: typed.for }, now)).toThrow(text);
});
