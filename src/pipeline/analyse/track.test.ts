import { expect, it } from "vitest";
import { steady, windowsOf } from "../../../test/support/fabricated-run.ts";
import { createWindowDecoder } from "../../contract/decode-windows.ts";
import { encodeWindows } from "../../contract/encode-windows.ts";
import { BucketPool, Track } from "./track.ts";

const rule = { measure: "latency", endpoint: null, scenario: null, limitMs: 150 } as const;
const samples = steady({ toMs: 200_000, perSecond: 3, value: (index) => 1 + (index % 300) });
const windows = windowsOf(samples, [rule]);
const series = windows.flatMap((window) => window.series);
const decoded = createWindowDecoder(windows.length)
  .push(encodeWindows(windows))
  .flatMap((window) => window.series);
const key = { scenario: "buy", endpoint: "checkout", measure: "latency" } as const;

it.each([
  ["collected", series],
  ["decoded", decoded],
])("gives back each of many pieces that were %s", (_how, pieces) => {
  const track = new Track(key, new BucketPool());
  pieces.forEach((piece, second) => track.add(second, piece));
  expect(series).toHaveLength(200);
  expect([...track.seconds]).toEqual(series.map((_, second) => second));
  series.forEach(({ indexes, counts, count, sum, min, max, zeroCount, limits }, i) => {
    const piece = track.piece(i);
    expect(piece).toMatchObject({ count, sum, min, max, zeroCount });
    expect(limits).toHaveLength(1);
    for (const limit of limits) expect(piece.limitAt(limit.limitMs)).toEqual(limit);
    expect(piece.limitAt(151)).toBeUndefined();
    expect(Array.from(piece.indexes).slice(piece.from, piece.to)).toEqual([...indexes]);
    expect(Array.from(piece.counts).slice(piece.from, piece.to)).toEqual([...counts]);
  });
});

it("keeps counts and sums without a pool, and refuses what it has not", () => {
  const track = new Track(key, null);
  series.forEach((piece, second) => track.add(second, piece));
  expect([track.count(7), track.sum(7)]).toEqual([series[7]?.count, series[7]?.sum]);
  expect(() => track.piece(7)).toThrow(TypeError);
});
