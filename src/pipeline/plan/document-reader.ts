import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Alias,
  type Document,
} from "yaml";
import { PerfAgentError, type Mistake } from "../../contract/errors.ts";

/** Where something was written. Counts from 1. `file` is what errors print: a path, or the option that carried the text. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface DocumentEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly node: DocumentNode;
}

/** A YAML or JSON value that remembers where it was written. Aliases are resolved. */
export type DocumentNode =
  | {
      readonly kind: "scalar";
      readonly value: string | number | boolean | null;
      /** As written, without quotes: the text of `1.10` is "1.10". */
      readonly source: string;
      readonly place: Place;
    }
  | { readonly kind: "list"; readonly items: readonly DocumentNode[]; readonly place: Place }
  | { readonly kind: "map"; readonly entries: readonly DocumentEntry[]; readonly place: Place };

/** A plain JSON value. */
export type PlainValue = string | number | boolean | null | PlainValue[] | { [key: string]: PlainValue };

export interface ReadDocument {
  readonly root: DocumentNode;
  /** The plain JSON value of `root`. */
  readonly value: PlainValue;
  /** Place of the value at a path of keys and indexes; of its nearest parent when there is none. */
  placeOf(path: readonly (string | number)[]): Place;
}

const largestDocumentBytes = 5_000_000;
const mostNodes = 200_000;
/** Line ends and commas: a bound of the parser's time, which a small but dense document would stretch to ten seconds. */
const mostSeparators = 200_000;
const deepest = 100;
const mostSyntaxMistakes = 10;
/** Of the parser's complaints so many are looked at: what follows says nothing new, and each means going through its line. */
const mostProblems = 200;
/** A longer line is no line that somebody wrote braces into. */
const longestLine = 2000;

/**
 * Reads a YAML or JSON document with places. Throws one PerfAgentError with every syntax mistake: PA_FILE_TOO_LARGE,
 * PA_PLAN_SYNTAX, PA_PLAN_DUPLICATE, PA_PLAN_CYCLE (aliases), PA_PLAN_BRACES, PA_PLAN_INVALID_VALUE (null bytes).
 */
export function readDocument(text: string, file: string): ReadDocument {
  if (text.length > largestDocumentBytes || new TextEncoder().encode(text).length > largestDocumentBytes)
    throw new PerfAgentError([
      { code: "PA_FILE_TOO_LARGE", text: `${file} has more than 5 MB`, file, line: 1, column: 1 },
    ]);
  assertSparse(text, file);
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const nul = text.indexOf("\0");
  if (nul >= 0) {
    const before = text.slice(0, nul);
    const place = { file, line: before.split("\n").length, column: nul - before.lastIndexOf("\n") };
    throw new PerfAgentError([{ code: "PA_PLAN_INVALID_VALUE", text: "the document holds a null byte", ...place }]);
  }
  assertShallow(text, file);
  const document = parse(text, file, lines);
  const problems = [...document.errors, ...document.warnings].slice(0, mostProblems);
  if (problems.length > 0)
    throw new PerfAgentError(
      distinct(problems.map(({ message, pos }) => syntaxMistake(text, message, pos[0], placeAt(pos[0])))),
    );
  const root = new TreeBuilder(document, placeAt).build(file);
  return { root, value: plainValue(root), placeOf: (path) => placeIn(root, path) };
}

/** The plain JSON value of a node. */
export function plainValue(node: DocumentNode): PlainValue {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainValue);
  return Object.fromEntries(node.entries.map(({ key, node: value }) => [key, plainValue(value)]));
}

function parse(text: string, file: string, lineCounter: LineCounter): Document {
  // The parser makes an error of everything that it cannot read. Where each came from in its code would take most of the time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false, logLevel: "warn" });
  } catch (error) {
    // The parser recurses: what is nested beyond its stack ends here.
    throw new PerfAgentError(
      [{ code: "PA_PLAN_SYNTAX", text: `${file} cannot be parsed: ${String(error)}`, file, line: 1, column: 1 }],
      { cause: error },
    );
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Refuses flow collections nested beyond any sense before the parser sees them, as its time grows with the square of depth. */
function assertShallow(text: string, file: string): void {
  const run = /(?:[[{]\s*|-[ \t]+|\?[ \t]+){200}/.exec(text);
  if (run === null) return;
  const line = text.slice(0, run.index).split("\n").length;
  throw new PerfAgentError([
    {
      code: "PA_PLAN_SYNTAX",
      text: `the document is nested more than ${String(deepest)} levels deep`,
      file,
      line,
      column: 1,
    },
  ]);
}

function assertSparse(text: string, file: string): void {
  const place = { file, line: 1, column: 1 };
  let separators = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 10 || unit === 44) separators += 1;
  }
  if (separators > mostSeparators)
    throw new PerfAgentError([
      { code: "PA_FILE_TOO_LARGE", text: `${file} has ${String(separators)} lines and list items`, ...place },
    ]);
}

/** The first mistake, and later ones that are sure: a parser that lost its way complains of lines that are right. */
function distinct(mistakes: readonly Mistake[]): Mistake[] {
  const seen = new Set<number | undefined>();
  return mistakes
    .filter(({ code }, index) => index === 0 || code === "PA_PLAN_BRACES")
    .filter(({ line }) => !seen.has(line) && seen.add(line) !== undefined)
    .slice(0, mostSyntaxMistakes);
}

function syntaxMistake(text: string, message: string, offset: number, place: Place): Mistake {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", offset);
  const whole = text.slice(start, end < 0 ? text.length : end);
  // Looking for the brace takes a time that grows with the square of what is looked through.
  const line = whole.length > longestLine ? "" : whole;
  const unquoted = line.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, (quoted) => " ".repeat(quoted.length));
  const variable = /[^\s,:[{][^,:[{]*\{[\w.-]+\}|\{[\w.-]+\}[^\s,\]}#]/.exec(unquoted);
  if (variable !== null) {
    const brace = line.indexOf("{", variable.index);
    const name = /^\{[\w.-]+\}/.exec(line.slice(brace))?.[0] ?? "{name}";
    return {
      code: "PA_PLAN_BRACES",
      text: `YAML cannot read the unquoted ${name} here; put the whole value in quotes`,
      ...place,
      column: brace + 1,
    };
  }
  const said = message.startsWith("Maximum call stack")
    ? `the document is nested more than ${String(deepest)} levels deep`
    : message.startsWith("Source contains multiple documents")
      ? "a second document begins here; write one document a file"
      : message.replace(/\s+/g, " ");
  return { code: "PA_PLAN_SYNTAX", text: said, ...place };
}

class TreeBuilder {
  readonly #document: Document;
  readonly #placeAt: (offset: number) => Place;
  readonly #mistakes: Mistake[] = [];
  readonly #open: unknown[] = [];
  readonly #anchors = new Map<string, unknown>();
  #aliases = 0;
  #nodes = 0;

  constructor(document: Document, placeAt: (offset: number) => Place) {
    this.#document = document;
    this.#placeAt = placeAt;
  }

  build(file: string): DocumentNode {
    const start = { file, line: 1, column: 1 };
    if (this.#document.contents === null)
      throw new PerfAgentError([{ code: "PA_PLAN_SYNTAX", text: `${file} is empty`, ...start }]);
    const root = this.#node(this.#document.contents, start);
    if (this.#mistakes.length > 0) throw new PerfAgentError(this.#mistakes);
    return root;
  }

  #node(node: unknown, parent: Place): DocumentNode {
    const place = this.#place(node, parent);
    this.#nodes += 1;
    if (this.#nodes > mostNodes)
      throw new PerfAgentError([
        {
          code: "PA_PLAN_SYNTAX",
          text: `the document grows beyond ${String(mostNodes)} values; it repeats aliases or holds data that belong into a data file`,
          ...place,
        },
      ]);
    if (this.#open.length > deepest)
      throw new PerfAgentError([
        { code: "PA_PLAN_SYNTAX", text: `the document is nested more than ${String(deepest)} levels deep`, ...place },
      ]);
    if (isAlias(node)) return this.#alias(node, place);
    // Inside an alias the anchors are already known, and a later one of the same name may hold.
    if (this.#aliases === 0 && isNode(node) && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return this.#scalar(node.value, node.source, place);
    if (isSeq(node))
      return this.#inside(node, () => ({
        kind: "list",
        items: node.items.map((item) => this.#node(item, place)),
        place,
      }));
    if (isMap(node))
      return this.#inside(node, () => ({ kind: "map", entries: this.#entries(node.items, place), place }));
    return { kind: "scalar", value: null, source: "", place };
  }

  #inside(node: unknown, read: () => DocumentNode): DocumentNode {
    this.#open.push(node);
    const result = read();
    this.#open.pop();
    return result;
  }

  #alias(alias: Alias, place: Place): DocumentNode {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      this.#mistakes.push({
        code: "PA_PLAN_SYNTAX",
        text: `the alias *${alias.source} has no anchor before it`,
        ...place,
      });
      return { kind: "scalar", value: null, source: "", place };
    }
    if (this.#open.includes(target))
      throw new PerfAgentError([
        {
          code: "PA_PLAN_CYCLE",
          text: `the alias *${alias.source} stands inside its own anchor &${alias.source}`,
          ...place,
        },
      ]);
    this.#aliases += 1;
    const node = this.#node(target, place);
    this.#aliases -= 1;
    return node;
  }

  #scalar(value: unknown, source: string | undefined, place: Place): DocumentNode {
    const kept = typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
    if (typeof kept === "string" && kept.includes("\0"))
      this.#mistakes.push({ code: "PA_PLAN_INVALID_VALUE", text: "a text holds a null byte", ...place });
    if (typeof kept === "number" && !Number.isFinite(kept))
      this.#mistakes.push({
        code: "PA_PLAN_INVALID_VALUE",
        text: `${source ?? String(kept)} is not a number that can be used`,
        ...place,
      });
    return { kind: "scalar", value: kept, source: source ?? String(kept), place };
  }

  #entries(items: readonly unknown[], place: Place): DocumentEntry[] {
    const entries: DocumentEntry[] = [];
    const seen = new Map<string, Place>();
    for (const pair of items) {
      if (!isPair(pair)) continue;
      const keyPlace = this.#place(pair.key, place);
      const key = isScalar(pair.key) ? this.#keyText(pair.key.value, pair.key.source) : null;
      if (key === null) {
        this.#mistakes.push({
          code: "PA_PLAN_BRACES",
          text: "a map stands where a name is expected; put texts with {variables} in quotes",
          ...keyPlace,
        });
        continue;
      }
      const first = seen.get(key);
      if (first !== undefined)
        this.#mistakes.push({
          code: "PA_PLAN_DUPLICATE",
          text: `"${key}" stands twice here, first in line ${String(first.line)}`,
          ...keyPlace,
        });
      else if (key.includes("\0"))
        this.#mistakes.push({ code: "PA_PLAN_INVALID_VALUE", text: "a name holds a null byte", ...keyPlace });
      else {
        seen.set(key, keyPlace);
        entries.push({ key, keyPlace, node: this.#node(pair.value, keyPlace) });
      }
    }
    return entries;
  }

  #keyText(value: unknown, source: string | undefined): string {
    return typeof value === "string" ? value : (source ?? String(value));
  }

  #place(node: unknown, parent: Place): Place {
    const range = isNode(node) ? node.range : null;
    return range === null || range === undefined ? parent : this.#placeAt(range[0]);
  }
}

function placeIn(root: DocumentNode, path: readonly (string | number)[]): Place {
  let node = root;
  for (const part of path) {
    const child =
      node.kind === "list"
        ? node.items[Number(part)]
        : node.kind === "map"
          ? node.entries.find(({ key }) => key === String(part))?.node
          : undefined;
    if (child === undefined) return node.place;
    node = child;
  }
  return node.place;
}
