import { describe, expect, it } from "vitest";
import { nextAttempt } from "./retry-schedule.ts";

const hour = 3_600_000;

describe("the next attempt", () => {
  const rows = [
    { failures: 0, in: 1_000 },
    { failures: 1, in: 2_000 },
    { failures: 2, in: 4_000 },
    { failures: 8, in: 256_000 },
    { failures: 9, in: 300_000 },
    { failures: 1e9, in: 300_000 },
    { failures: 0, asked: 0, in: 1_000 },
    { failures: 0, asked: 10_000, in: 10_000 },
    { failures: 5, asked: 10_000, in: 32_000 },
    { failures: 0, asked: 2 * hour, in: hour },
    { failures: 0, asked: Infinity, in: hour },
    { failures: 0, age: 72 * hour - 1_000, in: 1_000 },
    { failures: 0, age: 72 * hour - 999, in: "never" },
    { failures: 0, age: 71.5 * hour, asked: hour, in: "never" },
    { failures: 0, age: -5_000, in: 1_000 },
  ] as const;
  it.each(rows)("after $failures earlier failures, asked to wait $asked, at age $age: in $in ms", (row) => {
    const now = 1_700_000_000_000;
    const { failures } = row;
    const age = "age" in row ? row.age : 0;
    const next = nextAttempt({ failures, createdAt: now - age, now, retryAfterMs: "asked" in row ? row.asked : null });
    expect(next === "never" ? next : next - now).toBe(row.in);
  });
});
