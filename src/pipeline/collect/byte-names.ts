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

/** Beyond this many distinct pairs (raw URLs with ids in them) the table starts anew, so that memory stays flat. */
const mostPairs = 20_000;
const entrySize = 8;

/**
 * Numbers for pairs of byte strings (scenario and endpoint as they stand in a row), by open addressing: the text is made
 * once per distinct pair, a row costs one hash and one comparison.
 */
export class BytePairs {
  #slots = new Int32Array(1024);
  #used = 0;
  /** By entry: hash, where its bytes start in the store, length of the first, length of the second, number. */
  #entries = new Int32Array(512 * entrySize);
  #store = new Uint8Array(32_768);
  #storeView = new DataView(this.#store.buffer);
  #storeUsed = 0;
  /** The bytes of the last call, and a view of them: one is made for each array, not for each row. */
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);

  /** The number of a pair; `create` gives it when the pair is new. */
  get(
    bytes: Uint8Array,
    from1: number,
    to1: number,
    from2: number,
    to2: number,
    create: (bytes: Uint8Array, from1: number, to1: number, from2: number, to2: number) => number,
  ): number {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    const view = this.#view;
    let hash = mix(mix(0x811c9dc5, view, from1, to1) ^ 0x1ff, view, from2, to2);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0) {
        const value = create(bytes, from1, to1, from2, to2);
        this.#insert(slot, hash, bytes.subarray(from1, to1), bytes.subarray(from2, to2), value);
        return value;
      }
      const at = entry * entrySize;
      const entries = this.#entries;
      if (entries[at] !== hash || entries[at + 2] !== to1 - from1 || entries[at + 3] !== to2 - from2) continue;
      const start = entries[at + 1] ?? 0;
      if (this.#same(from1, to1, start) && this.#same(from2, to2, start + to1 - from1)) {
        return entries[at + 4] ?? 0;
      }
    }
  }

  /** Are the bytes of this call's array at [from, to) those of the store at `start`? */
  #same(from: number, to: number, start: number): boolean {
    const view = this.#view;
    const store = this.#storeView;
    let at = from;
    let known = start;
    for (const fours = to - 3; at < fours; at += 4, known += 4) {
      if (view.getInt32(at) !== store.getInt32(known)) return false;
    }
    if (at < to && to - from >= 4) return view.getInt32(to - 4) === store.getInt32(start + to - from - 4);
    for (; at < to; at++, known++) if (view.getUint8(at) !== store.getUint8(known)) return false;
    return true;
  }

  #insert(slot: number, hash: number, first: Uint8Array, second: Uint8Array, value: number): void {
    if (this.#used >= mostPairs) {
      this.#slots.fill(0);
      this.#used = 0;
      this.#storeUsed = 0;
      return;
    }
    const start = this.#storeUsed;
    const end = start + first.length + second.length;
    if (end > this.#store.length) {
      const grown = new Uint8Array(end * 2);
      grown.set(this.#store);
      this.#store = grown;
      this.#storeView = new DataView(grown.buffer);
    }
    this.#store.set(first, start);
    this.#store.set(second, start + first.length);
    this.#storeUsed = end;
    if ((this.#used + 1) * entrySize > this.#entries.length) {
      const grown = new Int32Array(this.#entries.length * 2);
      grown.set(this.#entries);
      this.#entries = grown;
    }
    this.#entries.set([hash, start, first.length, second.length, value], this.#used * entrySize);
    this.#slots[slot] = ++this.#used;
    if (this.#used * 2 > this.#slots.length) this.#spread();
  }

  /** Doubles the slots. */
  #spread(): void {
    const mask = this.#slots.length * 2 - 1;
    this.#slots = new Int32Array(mask + 1);
    for (let entry = 0; entry < this.#used; entry++) {
      let at = (this.#entries[entry * entrySize] ?? 0) & mask;
      while (this.#slots[at] !== 0) at = (at + 1) & mask;
      this.#slots[at] = entry + 1;
    }
  }
}

/**
 * FNV-1a, four bytes at a step: the multiplications follow one another and would take most of the time. The last step takes
 * the last four bytes, though it may have had some of them before.
 */
function mix(start: number, view: DataView, from: number, to: number): number {
  let hash = Math.imul(start ^ (to - from), 0x01000193);
  let at = from;
  if (to - from >= 4) {
    for (const fours = to - 4; at < fours; at += 4) hash = mixFour(hash, view.getInt32(at));
    return mixFour(hash, view.getInt32(to - 4));
  }
  for (; at < to; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x01000193);
  return hash;
}

function mixFour(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word ^ (word >>> 15), 0x01000193);
  return mixed ^ (mixed >>> 13);
}
