import type { DocumentEntry, DocumentNode, Place } from "../document-reader.ts";

const deepest = 50;

/**
 * Reads a JavaScript literal (objects, lists, texts, numbers, true, false, null, comments) at an offset of a source text, with places. What is no
 * literal (a name, a call, a spread) becomes a scalar of its own source text, for the reader of the document to complain about. Nothing is
 * run.
 */
export function readScriptLiteral(source: string, offset: number, file: string): DocumentNode {
  return new LiteralReader(source, offset, file).value(0);
}

/** Offset behind the blanks and comments that begin at `at`. */
export function skipBlanks(source: string, at: number): number {
  let next = at;
  for (;;) {
    while (/\s/.test(source.charAt(next))) next += 1;
    const comment = source.startsWith("//", next) ? "\n" : source.startsWith("/*", next) ? "*/" : null;
    if (comment === null) return next;
    const end = source.indexOf(comment, next + 2);
    if (end === -1) return source.length;
    next = end + comment.length;
  }
}

/** Offset behind the text in quotes that begins at `at`. */
export function skipQuoted(source: string, at: number): number {
  const quote = source.charAt(at);
  let next = at + 1;
  while (next < source.length && source.charAt(next) !== quote) next += source.charAt(next) === "\\" ? 2 : 1;
  return Math.min(source.length, next + 1);
}

class LiteralReader {
  readonly #source: string;
  readonly #file: string;
  #at: number;
  /** Of the place told last: places are asked for in order. */
  #line = 1;
  #lineStart = 0;

  constructor(source: string, offset: number, file: string) {
    this.#source = source;
    this.#at = offset;
    this.#file = file;
  }

  value(depth: number): DocumentNode {
    this.#skip();
    const first = this.#source.charAt(this.#at);
    if (depth < deepest && first === "{") return this.#map(depth);
    if (depth < deepest && first === "[") return this.#list(depth);
    const place = this.#place();
    const from = this.#at;
    if (/["'`]/.test(first)) {
      this.#at = skipQuoted(this.#source, this.#at);
      const text = unquoted(this.#source.slice(from + 1, this.#at - 1));
      if (/^[,}\]]?$/.test(this.#source.charAt(skipBlanks(this.#source, this.#at))))
        return { kind: "scalar", value: text, source: text, place };
    }
    this.#skipExpression();
    const source = this.#source.slice(from, this.#at).trim();
    return { kind: "scalar", value: plainValue(source), source, place };
  }

  #map(depth: number): DocumentNode {
    const place = this.#place();
    const entries: DocumentEntry[] = [];
    this.#at += 1;
    for (this.#skip(); this.#isInside("}"); this.#skip()) {
      const keyPlace = this.#place();
      const from = this.#at;
      if (/["'`]/.test(this.#source.charAt(from))) this.#at = skipQuoted(this.#source, from);
      else this.#at = from + (/^[\w$]*/.exec(this.#source.slice(from, from + 200))?.[0].length ?? 0);
      const written = this.#source.slice(from, this.#at);
      const key = /^["'`]/.test(written) ? unquoted(written.slice(1, -1)) : written;
      this.#skip();
      if (this.#source.charAt(this.#at) === ":" && written !== "") {
        this.#at += 1;
        entries.push({ key, keyPlace, node: this.value(depth + 1) });
      } else {
        // A spread, a method or a key that is computed: no literal.
        this.#skipExpression();
        const source = this.#source.slice(from, this.#at).trim();
        entries.push({ key: source, keyPlace, node: { kind: "scalar", value: source, source, place: keyPlace } });
      }
      this.#comma("}");
    }
    this.#at += 1;
    return { kind: "map", entries, place };
  }

  #list(depth: number): DocumentNode {
    const place = this.#place();
    const items: DocumentNode[] = [];
    this.#at += 1;
    for (this.#skip(); this.#isInside("]"); this.#skip()) {
      items.push(this.value(depth + 1));
      this.#comma("]");
    }
    this.#at += 1;
    return { kind: "list", items, place };
  }

  #isInside(end: string): boolean {
    return this.#at < this.#source.length && this.#source.charAt(this.#at) !== end;
  }

  /** The comma between two values; whatever else stands there is passed over, so that reading always goes on. */
  #comma(end: "}" | "]"): void {
    this.#skip();
    if (this.#source.charAt(this.#at) !== end) this.#at += 1;
  }

  #skip(): void {
    this.#at = skipBlanks(this.#source, this.#at);
  }

  /** To the comma or bracket that ends an expression. */
  #skipExpression(): void {
    let open = 0;
    while (this.#at < this.#source.length) {
      const character = this.#source.charAt(this.#at);
      if (open === 0 && /[,}\]);]/.test(character)) return;
      if (/["'`]/.test(character)) this.#at = skipQuoted(this.#source, this.#at);
      else if (/\s|\//.test(character)) this.#at = Math.max(this.#at + 1, skipBlanks(this.#source, this.#at));
      else {
        if (/[{[(]/.test(character)) open += 1;
        if (/[}\])]/.test(character)) open -= 1;
        this.#at += 1;
      }
    }
  }

  #place(): Place {
    for (;;) {
      const end = this.#source.indexOf("\n", this.#lineStart);
      if (end === -1 || end >= this.#at) break;
      this.#line += 1;
      this.#lineStart = end + 1;
    }
    return { file: this.#file, line: this.#line, column: this.#at - this.#lineStart + 1 };
  }
}

function plainValue(source: string): string | number | boolean | null {
  if (source === "true" || source === "false") return source === "true";
  if (source === "null" || source === "undefined") return null;
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(source) ? Number(source) : source;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unquoted(text: string): string {
  return text.replaceAll(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
}
