const suspect = Buffer.from(",111");
const newline = 10;
/** Request count rows whose error code says that the address (1110) or host name (1111) is blocked; the code is the first column after the value. */
const blockedRow = /^http_reqs,\d+,[\d.]+,111[01],/u;

/**
 * Counts blocked requests in k6's CSV as it passes. The log would tell too, but k6 masks its errors once a script has
 * read a secret. Chunks may be cut anywhere and are not kept.
 */
export function blockedRequestCounter(): { read(chunk: Uint8Array): void; count(): number } {
  let rest: Buffer = Buffer.alloc(0);
  let count = 0;
  return {
    read(chunk) {
      const text = Buffer.concat([rest, chunk]);
      for (let at = text.indexOf(suspect); at >= 0;) {
        const end = text.indexOf(newline, at);
        if (end < 0) break;
        if (blockedRow.test(text.toString("latin1", text.lastIndexOf(newline, at) + 1, end))) count++;
        at = text.indexOf(suspect, end);
      }
      rest = Buffer.from(text.subarray(text.lastIndexOf(newline) + 1));
    },
    count: () => count,
  };
}
