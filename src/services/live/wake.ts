import type { Clock } from "../../ports/system.ts";

/** Something that happens again and again. Who has seen it `count` times can wait for the next time, and misses none in between. */
export class Wake {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  fire(): void {
    this.#count += 1;
    for (const wake of this.#waiting) wake();
  }

  /** Resolves when it has happened more than `seen` times, after `ms`, or when `signal` fires; true: it has happened. */
  async after(seen: number, clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
    if (this.#count !== seen) return true;
    if (signal.aborted) return false;
    const met = new AbortController();
    const wake = (): void => met.abort();
    this.#waiting.add(wake);
    signal.addEventListener("abort", wake, { once: true });
    try {
      await clock.sleep(ms, met.signal);
    } finally {
      this.#waiting.delete(wake);
      signal.removeEventListener("abort", wake);
    }
    return this.#count !== seen;
  }
}
