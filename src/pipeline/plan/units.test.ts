import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseCount, parseDuration, parseRate, parseShare, parseSize } from "./units.ts";

describe("units", () => {
  it.each([
    [parseDuration, "250ms", 250],
    [parseDuration, "10s", 10_000],
    [parseDuration, "1m30s", 90_000],
    [parseDuration, "2h5m", 7_500_000],
    [parseDuration, "1.1s", 1100],
    [parseDuration, "0.5ms", 0.5],
    [parseDuration, "0s", 0],
    [parseDuration, "10", null],
    [parseDuration, "10 s", null],
    [parseDuration, "30s1m", null],
    [parseDuration, "1s1s", null],
    [parseDuration, "-1s", null],
    [parseDuration, "1d", null],
    [parseDuration, "", null],
    [parseRate, "200/s", 200],
    [parseRate, "30/min", 0.5],
    [parseRate, "3600/h", 1],
    [parseRate, "200", null],
    [parseRate, "200/m", null],
    [parseRate, "200 /s", null],
    [parseSize, "64kB", 64_000],
    [parseSize, "1MiB", 1_048_576],
    [parseSize, "1.1kB", 1100],
    [parseSize, "64KB", null],
    [parseSize, "0.5B", null],
    [parseShare, "30%", 0.3],
    [parseShare, "0.1%", 0.001],
    [parseShare, "100%", 1],
    [parseShare, "101%", null],
    [parseShare, "0.3", null],
    [parseCount, "1500", 1500],
    [parseCount, "100k", 100_000],
    [parseCount, "2M", 2_000_000],
    [parseCount, "1.1k", 1100],
    [parseCount, "1.5", null],
    [parseCount, "2m", null],
  ] as const)("%o of %s is %s", (parse, text, value) => {
    expect(parse(text)).toBe(value);
  });

  it("reads back every duration that it writes", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });

  it("answers null or a number that is not negative to any text", () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.]{1,4}(ms|s|m|h|%|kB|\/s|k|M)?$/));
    fc.assert(
      fc.property(text, (any) => {
        for (const parse of [parseDuration, parseRate, parseSize, parseShare, parseCount])
          expect(parse(any) ?? 0).toSatisfy((value: number) => value >= 0 && Number.isFinite(value));
      }),
    );
  });
});
