import type { RunFolder } from "../../ports/run-folders.ts";

const readAtOnce = 256 * 1024;
const lineEnd = 10;

interface GrownLine {
  readonly text: string;
  /** Byte behind it. */
  readonly end: number;
}

/** Reads the lines of a file of a run folder that grows, each once. */
export class GrownLines {
  readonly #folder: Pick<RunFolder, "readFrom">;
  readonly #name: string;
  readonly #decoder = new TextDecoder();
  /** Behind the last line that was read. */
  #end = 0;

  constructor(folder: Pick<RunFolder, "readFrom">, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  /** The next whole lines; none: there are none yet. One that is longer than a read comes in pieces. */
  async next(): Promise<readonly GrownLine[]> {
    const bytes = await this.#folder.readFrom(this.#name, this.#end, readAtOnce);
    const lines: GrownLine[] = [];
    let from = 0;
    for (let at = bytes.indexOf(lineEnd); at >= 0; at = bytes.indexOf(lineEnd, from)) {
      lines.push({ text: this.#decoder.decode(bytes.subarray(from, at)), end: this.#end + at + 1 });
      from = at + 1;
    }
    if (from === 0 && bytes.length === readAtOnce) {
      from = bytes.length;
      lines.push({ text: this.#decoder.decode(bytes), end: this.#end + from });
    }
    this.#end += from;
    return lines;
  }
}
