/** Numbers that are only ever appended. An array of its own memory, so that long runs do not burden the garbage collector. */
export class Column {
  #values = new Float64Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  /** All values; valid until the next push. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  /** The value at a place that was filled. */
  at(index: number): number {
    return this.#values[index] ?? Number.NaN;
  }
}
