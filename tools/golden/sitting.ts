/** One use of the machine: how long it may take, and what is told of it. */
export class Sitting {
  /** Ends what is being made at once; its promise rejects. */
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #endsAt: number;
  readonly #total: number;
  #made = 0;

  /** `minutes` may be Infinity; `total` things are to be made; `now` in milliseconds of a clock that does not step back. */
  constructor(given: {
    readonly minutes: number;
    readonly total: number;
    readonly signal: AbortSignal;
    readonly now: () => number;
    readonly tell: (line: string) => void;
  }) {
    this.signal = given.signal;
    this.tell = given.tell;
    this.#now = given.now;
    this.#startedAt = given.now();
    this.#endsAt = this.#startedAt + given.minutes * 60_000;
    this.#total = given.total;
  }

  /** Is there time for something that takes `seconds`? */
  readonly mayBegin = (seconds: number): boolean =>
    !this.signal.aborted && this.#now() + seconds * 1000 <= this.#endsAt;

  /** One thing more is stored: tells so, and how long the rest takes by the mean of what this sitting made. */
  stored(line: string): void {
    this.#made++;
    const left = Math.max(0, this.#total - this.#made);
    const minutes = Math.ceil((((this.#now() - this.#startedAt) / this.#made) * left) / 60_000);
    const clock = `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, "0")}m`;
    this.tell(`${line}  (${left} left, about ${clock})`);
  }
}
