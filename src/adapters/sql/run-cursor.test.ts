import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readCursor, writeCursor } from "./run-cursor.ts";

it("reads back where a page ended, whatever the run is called", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.string({ minLength: 1, unit: "binary" }), (startedAt, runId) => {
      expect(readCursor(writeCursor({ startedAt, runId }))).toEqual({ startedAt, runId });
    }),
  );
});

it("is a text that an address may hold as it is", () => {
  const cursor = writeCursor({ startedAt: 1_795_356_153_120, runId: "20261122-140233-peak-0a1b" });
  expect(encodeURIComponent(cursor)).toBe(cursor);
});
