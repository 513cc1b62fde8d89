const utf8 = new TextDecoder();

/** Longer names are cut: a name is something to read, and a raw URL with a token is not. */
const longestName = 200;

/** The text of a field of delimited text, whose quotes are doubled. */
export function fieldText(bytes: Uint8Array, from: number, to: number): string {
  return utf8.decode(bytes.subarray(from, to)).replaceAll('""', '"');
}

/** Cuts a text to what a name may have, with an ellipsis. */
export function shorten(text: string): string {
  if (text.length <= longestName) return text;
  const cut = text.slice(0, longestName - 1);
  // Half of a surrogate pair would not survive UTF-8.
  const last = cut.charCodeAt(cut.length - 1);
  return `${last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut}…`;
}

/**
 * Numbers for pairs of byte strings (scenario and endpoint as they stand in a row), by open addressing: the text is made
 * once per distinct pair, a row costs one hash and one comparison.
 */
export class BytePairs {
  #slots = new Int32Array(1024);
  #used = 0;
  readonly #hashes: number[] = [];
  readonly #firsts: Uint8Array[] = [];
  readonly #seconds: Uint8Array[] = [];
  readonly #values: number[] = [];

  /** The number of a pair; `create` gives it when the pair is new. */
  get(
    bytes: Uint8Array,
    from1: number,
    to1: number,
    from2: number,
    to2: number,
    create: (bytes: Uint8Array, from1: number, to1: number, from2: number, to2: number) => number,
  ): number {
    let hash = mix(mix(0x811c9dc5, bytes, from1, to1) ^ 0x1ff, bytes, from2, to2);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0) {
        const value = create(bytes, from1, to1, from2, to2);
        this.#insert(slot, hash, bytes.slice(from1, to1), bytes.slice(from2, to2), value);
        return value;
      }
      if (
        this.#hashes[entry] === hash &&
        same(bytes, from1, to1, this.#firsts[entry]) &&
        same(bytes, from2, to2, this.#seconds[entry])
      ) {
        return this.#values[entry] ?? 0;
      }
    }
  }

  #insert(slot: number, hash: number, first: Uint8Array, second: Uint8Array, value: number): void {
    if (this.#used >= mostPairs) {
      this.#slots.fill(0);
      this.#used = 0;
      for (const list of [this.#hashes, this.#firsts, this.#seconds, this.#values]) list.length = 0;
      return;
    }
    this.#hashes.push(hash);
    this.#firsts.push(first);
    this.#seconds.push(second);
    this.#values.push(value);
    this.#slots[slot] = ++this.#used;
    if (this.#used * 2 <= this.#slots.length) return;
    const mask = this.#slots.length * 2 - 1;
    this.#slots = new Int32Array(mask + 1);
    this.#hashes.forEach((known, entry) => {
      let at = known & mask;
      while (this.#slots[at] !== 0) at = (at + 1) & mask;
      this.#slots[at] = entry + 1;
    });
  }
}

/** Beyond this many distinct pairs (raw URLs with ids in them) the table starts anew, so that memory stays flat. */
const mostPairs = 20_000;

/** FNV-1a, four bytes at a step: the multiplications follow one another and would take most of the time. */
function mix(start: number, bytes: Uint8Array, from: number, to: number): number {
  let hash = Math.imul(start ^ (to - from), 0x01000193);
  let at = from;
  for (const end = to - 3; at < end; at += 4) {
    const word =
      (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    hash = Math.imul(hash ^ word ^ (word >>> 15), 0x01000193);
    hash ^= hash >>> 13;
  }
  for (; at < to; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash;
}

function same(bytes: Uint8Array, from: number, to: number, known: Uint8Array | undefined): boolean {
  if (known === undefined || known.length !== to - from) return false;
  for (let at = from, index = 0; at < to; at++, index++) if (bytes[at] !== known[index]) return false;
  return true;
}
