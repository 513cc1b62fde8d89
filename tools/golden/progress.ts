/** Tells how long the rest will take, from the mean time of what this sitting made. */
export class Progress {
  #made = 0;
  readonly #total: number;
  readonly #startedAt: number;
  readonly #now: () => number;

  /** `total` things are to be made; `now` in milliseconds of a clock that does not step back. */
  constructor(total: number, now: () => number) {
    this.#total = total;
    this.#now = now;
    this.#startedAt = now();
  }

  /** One more is made; the text for what is left of all. */
  finished(): string {
    this.#made++;
    const left = Math.max(0, this.#total - this.#made);
    const minutes = Math.ceil((((this.#now() - this.#startedAt) / this.#made) * left) / 60_000);
    return `${left} runs left, about ${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, "0")}m`;
  }
}
