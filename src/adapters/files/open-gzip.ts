import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip, constants } from "node:zlib";
import type { CompressedFile } from "../../ports/run-folders.ts";
import { writing } from "./write-atomically.ts";

/** A gzip file that grows by chunks. The fastest level: samples compress well, and the machine has load to make. */
export function openGzip(path: string): CompressedFile {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  const written = pipeline(gzip, createWriteStream(path));
  // A failure reaches the caller by the next write or by close.
  written.catch(() => undefined);
  return {
    write: (chunk) =>
      writing(
        path,
        () =>
          new Promise<void>((resolve, reject) => {
            // A copy: the caller may hand the chunk's memory to a thread before it is compressed.
            gzip.write(Uint8Array.from(chunk), (error) => (error instanceof Error ? reject(error) : resolve()));
          }),
      ),
    close: () =>
      writing(path, async () => {
        gzip.end();
        await written;
      }),
  };
}
