const utf8 = new TextEncoder();

/** Bytes being written: grows as needed. Whole numbers are LEB128, seven bits a byte, lowest first. */
export class ByteWriter {
  #bytes = new Uint8Array(16_384);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  #reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.length, value, true);
    this.length += 4;
  }

  /** Overwrites four bytes that were written before. */
  patchUint32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** A whole number from 0 to 2^53 − 1. */
  whole(value: number): void {
    this.#reserve(8);
    const bytes = this.#bytes;
    let at = this.length;
    let rest = value;
    while (rest > 0x7fffffff) {
      bytes[at++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      bytes[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[at++] = rest;
    this.length = at;
  }

  text(value: string): void {
    const encoded = utf8.encode(value);
    this.whole(encoded.length);
    this.bytes(encoded);
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.length);
    this.length += value.length;
  }

  /** A view of what was written from `start` on; valid until the next write. */
  from(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.length);
  }

  /** A copy of everything written. */
  take(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }
}

/** Reads what ByteWriter wrote. The bytes must be whole: a checksum was verified before. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  uint32(): number {
    const value = this.#view.getUint32(this.at, true);
    this.at += 4;
    return value;
  }

  float64(): number {
    const value = this.#view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  whole(): number {
    const bytes = this.#bytes;
    let at = this.at;
    let byte = bytes[at++] ?? 0;
    let value = byte & 127;
    if (byte > 127) {
      let unit = 128;
      do {
        byte = bytes[at++] ?? 0;
        value += (byte & 127) * unit;
        unit *= 128;
      } while (byte > 127);
    }
    this.at = at;
    return value;
  }

  /** Passes over whole numbers without reading them. */
  skipWhole(count: number): void {
    const bytes = this.#bytes;
    let at = this.at;
    for (let left = count; left > 0; at++) if ((bytes[at] ?? 0) < 128) left--;
    this.at = at;
  }

  /** A view of the next bytes. */
  bytes(count: number): Uint8Array {
    const view = this.#bytes.subarray(this.at, this.at + count);
    this.at += count;
    return view;
  }
}
