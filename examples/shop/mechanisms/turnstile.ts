/** Lets a few through at a time, first come first served: a pool of connections, or a lock when there is one place. */
export class Turnstile {
  readonly #queue: (() => void)[] = [];
  #inside = 0;
  #waited = 0;
  #longestQueue = 0;

  /** How many had to wait, and the longest queue so far. */
  get seen(): { readonly waited: number; readonly longestQueue: number } {
    return { waited: this.#waited, longestQueue: this.#longestQueue };
  }

  /** Enters when fewer than `places` are inside, does the work, leaves. */
  async pass<Result>(places: number, work: () => Result | Promise<Result>): Promise<Result> {
    if (this.#inside >= places || this.#queue.length > 0) {
      this.#waited += 1;
      await new Promise<void>((resolve) => {
        this.#queue.push(resolve);
        this.#longestQueue = Math.max(this.#longestQueue, this.#queue.length);
      });
    } else this.#inside += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next one in the queue, which does not count itself again.
      const next = this.#queue.shift();
      if (next === undefined) this.#inside -= 1;
      else next();
    }
  }
}
