import { array, assert, constantFrom, integer, property, record } from "fast-check";
import { brotliCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeRun, encodeRun } from "./codec.ts";
import { goldenRun, sampleSecond } from "./test-support/sample-run.ts";

const hundredths = array(integer({ min: 0, max: 6_000_000 }), { maxLength: 40 });
const series = record({
  scenario: constantFrom("main", "others"),
  endpoint: constantFrom("get-order", "stock", "Prüfung / ünïcode"),
  seconds: array(
    record({ latencies: hundredths, failed: hundredths }).map(({ latencies, failed }) =>
      sampleSecond(latencies, failed),
    ),
    { maxLength: 5 },
  ),
});

describe("codec of golden runs", () => {
  test("what was written is read again, to the hundredth of a millisecond", () => {
    expect(() => {
      assert(
        property(array(series, { maxLength: 4 }), (all) => {
          const run = goldenRun({ series: all });
          expect(decodeRun(encodeRun(run))).toEqual(run);
        }),
        { numRuns: 50 },
      );
    }).not.toThrow();
  });

  test.each([
    ["cut off", (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 3), "unexpected end of file"],
    ["no golden run", () => brotliCompressSync(Uint8Array.of(2, 123, 125)), "schemaVersion"],
    ["longer than they say", () => brotliCompressSync(Uint8Array.of(100, 1)), "JSON"],
  ])("bytes that are %s are refused", (_, damage, text) => {
    const bytes = encodeRun(
      goldenRun({ series: [{ scenario: "main", endpoint: "a", seconds: [sampleSecond([1, 2])] }] }),
    );
    expect(() => decodeRun(damage(bytes))).toThrow(text);
  });
});
