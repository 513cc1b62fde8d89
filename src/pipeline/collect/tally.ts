/** Durations beyond this are no durations (30 years); in nanoseconds. */
const longestNanos = 1e18;
const mostExamples = 5;
const longestExample = 120;
const utf8 = new TextDecoder();

/** What is counted of a stream beside its windows. */
export class Tally {
  rows = 0;
  badRows = 0;
  readonly examples: string[] = [];
  firstAt = Infinity;
  lastAt = -Infinity;
  readonly scenarioStarts: Record<string, number> = {};
  /** What the leftovers check counted last; null: it did not tell. */
  leftovers: number | null = null;

  /** Counts a row that cannot be read; `at` is its place in the stream in bytes. */
  bad(reason: string, at: number, bytes: Uint8Array, from: number, to: number): void {
    this.badRows++;
    if (this.examples.length >= mostExamples) return;
    const row = utf8.decode(bytes.subarray(from, Math.min(to, from + longestExample))).trimEnd();
    this.examples.push(`byte ${at}: ${reason}: ${row}`);
  }

  /** Notes a request by its end (epoch ms) and its duration (ns). */
  request(end: number, nanos: number): void {
    const start = end - nanos / 1e6;
    if (start < this.firstAt) this.firstAt = start;
    if (end > this.lastAt) this.lastAt = end;
  }
}

/** Is this a duration (or size) that can be counted? */
export function countable(nanos: number): boolean {
  return nanos >= 0 && nanos <= longestNanos;
}
