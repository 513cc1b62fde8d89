import { createGunzip, type Gunzip } from "node:zlib";

/** First byte of gzip data (RFC 1952); no text begins with it. */
const gzipStart = 0x1f;

/**
 * Counts what data unpack to while they pass by: gzip data as they are unpacked, anything else as it is. Never holds more than a piece, and
 * stops unpacking at the limit, so a bomb costs no more than the limit itself. What is no gzip after all, or torn, counts as far as it goes:
 * whoever reads it says what is wrong with it.
 */
export class UnpackedSize {
  readonly #most: number;
  #gunzip: Gunzip | null = null;
  #over: Promise<void> = Promise.resolve();
  #begun = false;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isTooLarge(): boolean {
    return this.#bytes > this.#most;
  }

  /** Resolves when the chunk was counted. */
  async take(chunk: Uint8Array): Promise<void> {
    if (!this.#begun && chunk.length > 0) {
      this.#begun = true;
      if (chunk[0] === gzipStart) this.#open();
    }
    const gunzip = this.#gunzip;
    if (gunzip === null) {
      this.#bytes += chunk.length;
      return;
    }
    if (gunzip.destroyed || gunzip.writableEnded) return;
    const written = new Promise<void>((resolve) => {
      gunzip.write(chunk, () => resolve());
    });
    // A stream that breaks off in the middle of a chunk may never say that it was written.
    await Promise.race([written, this.#over]);
  }

  /** Counts what is still on its way. */
  async end(): Promise<void> {
    if (this.#gunzip === null) return;
    if (!this.#gunzip.destroyed) this.#gunzip.end();
    await this.#over;
  }

  /** Lets go of everything. */
  discard(): void {
    this.#gunzip?.destroy();
  }

  #open(): void {
    const gunzip = createGunzip();
    this.#gunzip = gunzip;
    this.#over = new Promise((resolve) => {
      gunzip.once("close", resolve);
    });
    gunzip.on("error", () => undefined);
    gunzip.on("data", (piece: Uint8Array) => {
      this.#bytes += piece.length;
      if (this.isTooLarge) gunzip.destroy();
    });
  }
}
