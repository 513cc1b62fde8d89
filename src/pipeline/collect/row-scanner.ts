/** Cuts a stream into rows and counts them. It keeps no bytes between calls: what is left of a row comes again. */
export interface RowScanner {
  /**
   * Consumes the whole rows of `bytes` from `from` up to `to`, but none that starts at `stop` or beyond. `base` is the place of
   * `bytes[0]` in the stream; `last` tells that no more bytes will come. Returns where the first row not consumed starts.
   */
  scan(bytes: Uint8Array, from: number, to: number, base: number, stop: number, last: boolean): number;
}

/** A row longer than this is damage (a quote that never closes), not data. */
export const longestRow = 1 << 20;

/** Where the line after the one at `from` starts, or −1. */
export function nextLine(bytes: Uint8Array, from: number, to: number): number {
  const at = bytes.subarray(0, to).indexOf(10, from);
  return at < 0 ? -1 : at + 1;
}
