import { describe, expect, it } from "vitest";
import { readRetryAfter } from "./read-retry-after.ts";

const now = Date.UTC(2026, 10, 24, 8, 0, 0);

describe("Retry-After", () => {
  const rows = [
    { header: "120", ms: 120_000 },
    { header: " 0 ", ms: 0 },
    { header: "Tue, 24 Nov 2026 08:00:30 GMT", ms: 30_000 },
    { header: "Tuesday, 24-Nov-26 08:00:30 GMT", ms: 30_000 },
    { header: "Tue, 24 Nov 2026 07:59:00 GMT", ms: 0 },
    { header: "-5", ms: null },
    { header: "1.5", ms: null },
    { header: "2027", ms: 2_027_000 },
    { header: "soon", ms: null },
    { header: "99999999999999999999", ms: null },
    { header: "", ms: null },
    { header: undefined, ms: null },
  ];
  it.each(rows)("$header means $ms ms", ({ header, ms }) => {
    expect(readRetryAfter(header, now)).toBe(ms);
  });
});
