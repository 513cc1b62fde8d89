import type { Window } from "./window.ts";

/**
 * Windows as bytes, one frame a window: mark "PAW1", length of the payload, CRC-32 of the payload (both 32 bits, little
 * endian), payload. The payload is: second, VUs + 1 (0 = unknown), table of strings, series, counters, errors.
 * Frames can be appended to a file and cut off by a kill: a torn last frame is ignored.
 */
export const frameMark = 0x31574150;
export const frameHeadBytes = 12;
/** Below the bucket of the smallest positive number, so that the first index is a difference like all others. */
export const lowestIndex = -70_000;
/** The frames that decoded windows come from: they are the same bytes when they are encoded again. */
export const framesOfWindows = new WeakMap<Window, Uint8Array>();

/** All bytes in a row. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
