import { describe, expect, it } from "vitest";
import { readGoDuration } from "./read-duration.ts";

describe("readGoDuration", () => {
  it.each([
    ["10m30s", 630_000],
    ["1h0m0.5s", 3_600_500],
    ["250ms", 250],
    ["1m0s", 60_000],
    ["0s", 0],
    ["0", 0],
    ["1.5µs", 0.0015],
    ["", null],
    ["10", null],
    ["ten", null],
    ["1m-2s", null],
  ])("%j is %j ms", (text, ms) => {
    expect(readGoDuration(text)).toBe(ms);
  });
});
