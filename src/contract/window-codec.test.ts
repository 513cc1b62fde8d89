import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32 } from "./crc32.ts";
import { createWindowDecoder } from "./decode-windows.ts";
import { encodeWindows } from "./encode-windows.ts";
import { PerfAgentError } from "./errors.ts";
import { counterNames, errorKinds, measures, type SeriesWindow, type Window } from "./window.ts";

const count = fc.oneof(fc.nat(300), fc.maxSafeNat());
const milliseconds = fc.double({ min: 0, max: 1e9, noNaN: true, noDefaultInfinity: true });
const name = fc.oneof(fc.constantFrom("", "GET /items", "checkout"), fc.string({ unit: "grapheme", maxLength: 12 }));

const series: fc.Arbitrary<SeriesWindow> = fc
  .record({
    key: fc.record({ scenario: name, endpoint: name, measure: fc.constantFrom(...measures) }),
    count,
    sum: milliseconds,
    min: milliseconds,
    max: milliseconds,
    zeroCount: count,
    buckets: fc.uniqueArray(fc.tuple(fc.integer({ min: -69_000, max: 66_000 }), count), {
      selector: ([index]) => index,
      maxLength: 8,
    }),
    limits: fc.array(
      fc.record({
        limitMs: milliseconds,
        below: count,
        equal: count,
        maxBelow: fc.oneof(fc.constant(-Infinity), milliseconds),
        minAbove: fc.oneof(fc.constant(Infinity), milliseconds),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ buckets, ...rest }) => {
    const ascending = [...buckets].toSorted(([left], [right]) => left - right);
    return {
      ...rest,
      indexes: Int32Array.from(ascending, ([index]) => index),
      counts: Float64Array.from(ascending, ([, inBucket]) => inBucket),
    };
  });

const windows: fc.Arbitrary<Window[]> = fc.array(
  fc.record({
    at: fc.nat(2_000_000_000).map((second) => second * 1000),
    series: fc.array(series, { maxLength: 4 }),
    counters: fc.array(
      fc.record({ scenario: name, endpoint: name, name: fc.constantFrom(...counterNames), value: milliseconds }),
      { maxLength: 3 },
    ),
    errors: fc.array(
      fc.record({
        scenario: name,
        endpoint: name,
        kind: fc.constantFrom(...errorKinds),
        value: name,
        count,
        firstAt: fc.maxSafeNat(),
      }),
      { maxLength: 3 },
    ),
    vus: fc.oneof(fc.constant(null), fc.nat(1000)),
  }),
  { maxLength: 4 },
);

function plain(decoded: readonly Window[]): Window[] {
  return decoded.map(({ at, series: all, counters, errors, vus }) => ({
    at,
    series: all.map(({ key, count: samples, sum, min, max, zeroCount, indexes, counts, limits }) => {
      return { key, count: samples, sum, min, max, zeroCount, indexes, counts, limits };
    }),
    counters,
    errors,
    vus,
  }));
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof PerfAgentError) return error.mistakes[0]?.code;
    throw error;
  }
  return undefined;
}

const sample: Window = { at: 1_700_000_000_000, series: [], counters: [], errors: [], vus: 7 };

describe("window codec", () => {
  it("gives back what went in, whatever the pieces", () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 200 }), (list, step) => {
        const bytes = encodeWindows(list);
        const decoder = createWindowDecoder();
        const decoded: Window[] = [];
        for (let at = 0; at < bytes.length; at += step) decoded.push(...decoder.push(bytes.subarray(at, at + step)));
        expect(plain(decoded)).toEqual(list);
        expect(encodeWindows(decoded)).toEqual(bytes);
        expect(encodeWindows(plain(decoded))).toEqual(bytes);
        expect(encodeWindows([...decoded.slice(0, 1), ...plain(decoded.slice(1))])).toEqual(bytes);
      }),
      { numRuns: 150 },
    );
  });

  it("ignores a torn tail and zeros after the last frame", () => {
    const bytes = encodeWindows([sample, { ...sample, at: sample.at + 1000 }]);
    expect(createWindowDecoder().push(bytes.subarray(0, bytes.length - 1))).toHaveLength(1);
    const padded = new Uint8Array(bytes.length + 100);
    padded.set(bytes);
    expect(createWindowDecoder().push(padded)).toHaveLength(2);
  });

  it("refuses any changed byte", () => {
    const bytes = encodeWindows([sample, sample]);
    const frame = bytes.length / 2;
    for (let at = 0; at < frame; at++) {
      // A larger length looks like a frame that is still to come.
      if (at >= 4 && at < 8) continue;
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      expect(
        codeOf(() => createWindowDecoder().push(changed)),
        `byte ${at}`,
      ).toBe("PA_RUN_BUNDLE_DAMAGED");
    }
  });

  it("refuses counts that are not whole", () => {
    expect(() =>
      encodeWindows([
        {
          ...sample,
          errors: [{ scenario: "", endpoint: "", kind: "other", value: "", count: 0.5, firstAt: 0 }],
        },
      ]),
    ).toThrow(RangeError);
  });
});

describe("crc32", () => {
  it("agrees with the check value of the standard", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });
});
