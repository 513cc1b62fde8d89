import { pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import { deflate } from "node:zlib";

const deflateAsync = promisify(deflate);

/** The threads that Node keeps for compression, key derivation and files, unless it is told otherwise. */
const threads = 4;

/** Compresses receipts in Node's thread pool, which other jobs may have taken. */
export class ReceiptPress {
  #receipts = 0;
  #otherJobs = 0;

  get seen(): { readonly receipts: number; readonly otherJobs: number } {
    return { receipts: this.#receipts, otherJobs: this.#otherJobs };
  }

  /** The length of the compressed text in bytes. `occupyIterations`: every thread first gets a key derivation of so many iterations; null: none does. */
  async press(text: string, occupyIterations: number | null): Promise<number> {
    if (occupyIterations !== null) {
      const iterations = Math.max(1, Math.round(occupyIterations));
      for (let thread = 0; thread < threads; thread++) {
        this.#otherJobs += 1;
        pbkdf2("voucher", "salt", iterations, 32, "sha256", (error) => {
          if (error !== null) throw error;
        });
      }
    }
    this.#receipts += 1;
    return (await deflateAsync(text)).length;
  }
}
