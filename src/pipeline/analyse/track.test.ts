import { describe, expect, it } from "vitest";
import { steady, windowsOf } from "../../../test/support/fabricated-run.ts";
import { createWindowDecoder } from "../../contract/decode-windows.ts";
import { encodeWindows } from "../../contract/encode-windows.ts";
import type { SeriesWindow, Window } from "../../contract/window.ts";
import { BucketPool, Track } from "./track.ts";

const key = { scenario: "buy", endpoint: "checkout", measure: "latency" } as const;
const rules = [150, 250].map((limitMs) => ({ measure: "latency", endpoint: null, scenario: null, limitMs }) as const);
const samples = steady({ toMs: 200_000, perSecond: 3, value: (index) => index % 300 });
const few = windowsOf(samples, rules).flatMap(({ series }) => series);
/** More buckets than one shared array holds: most pieces share an array, one is larger than any. */
const many = Array.from({ length: 60 }, (_, place) => pieceOf(place === 30 ? 70_000 : 1000 + 50 * place, place));

function pieceOf(buckets: number, place: number): SeriesWindow {
  const indexes = Int32Array.from({ length: buckets }, (_, bucket) => bucket - 500 + place);
  const counts = Float64Array.from(indexes, (_, bucket) => 1 + ((bucket + place) % 5));
  return { key, count: buckets, sum: place, min: 1, max: 2, zeroCount: 0, indexes, counts, limits: [] };
}

function decoded(pieces: readonly SeriesWindow[]): SeriesWindow[] {
  const windows: Window[] = pieces.map((piece, second) => ({
    at: second * 1000,
    series: [piece],
    counters: [],
    errors: [],
    vus: null,
  }));
  return createWindowDecoder(windows.length)
    .push(encodeWindows(windows))
    .flatMap(({ series }) => series);
}

describe.each([
  ["few buckets", few],
  ["many buckets", many],
])("pieces of %s", (_what, wanted) => {
  it.each([
    ["collected", wanted],
    ["decoded", decoded(wanted)],
  ])("come back as they were %s, although two tracks share the room", (_how, pieces) => {
    const pool = new BucketPool();
    const [track, other] = [new Track(key, pool), new Track({ ...key, scenario: "browse" }, pool)];
    pieces.forEach((piece, second) => {
      track.add(second, piece);
      other.add(second, pieces.at(-1 - second) ?? piece);
    });
    expect([...track.seconds]).toEqual(wanted.map((_, second) => second));
    for (const [one, list] of [
      [track, wanted],
      [other, wanted.toReversed()],
    ] as const)
      list.forEach((piece, i) => expectPiece(one, i, piece));
  });
});

function expectPiece(track: Track, i: number, wanted: SeriesWindow): void {
  const { indexes, counts, count, sum, min, max, zeroCount, limits } = wanted;
  const piece = track.piece(i);
  expect(piece).toMatchObject({ count, sum, min, max, zeroCount });
  for (const limit of limits) expect(piece.limitAt(limit.limitMs)).toEqual(limit);
  expect(piece.limitAt(151)).toBeUndefined();
  const { from, to } = piece;
  expect(Int32Array.from({ length: to - from }, (_, at) => piece.indexes[from + at] ?? NaN)).toEqual(indexes);
  expect(Float64Array.from({ length: to - from }, (_, at) => piece.counts[from + at] ?? NaN)).toEqual(counts);
}

it("tests with zeros and with more than one limit", () => {
  expect(few.some(({ zeroCount }) => zeroCount > 0)).toBe(true);
  expect(few.every(({ limits }) => limits.length === 2)).toBe(true);
});

it("keeps counts and sums without a pool, and refuses what it has not", () => {
  const track = new Track(key, null);
  few.forEach((piece, second) => track.add(second, piece));
  expect([track.count(7), track.sum(7)]).toEqual([few[7]?.count, few[7]?.sum]);
  expect(() => track.piece(7)).toThrow(TypeError);
});
