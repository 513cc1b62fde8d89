/** Where in a YAML document somebody types, found by its lines alone: the document is seldom valid at that moment. */
export interface YamlPlace {
  /** Keys from the top to what is typed; `[]` stands for an item of a list. */
  readonly path: readonly string[];
  /** `key`: a key of what `path` leads to. `value`: the value there. `either`: an item of a list, which may begin a mapping. */
  readonly kind: "key" | "value" | "either";
  /** The word before the cursor. */
  readonly typed: string;
  /** Where that begins. */
  readonly from: number;
  /** Keys that are there already. */
  readonly taken: ReadonlySet<string>;
}

export const listItem = "[]";

interface Level {
  /** Column of the key or dash. */
  readonly indent: number;
  readonly step: string;
}

const keyPattern = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'{}[\],#&*!|>%@`-][^:#{}[\],]*?)[ \t]*:(?=\s|$)/u;
const blockScalarPattern = /^[|>][+-]?\d*[+-]?\s*(?:#.*)?$/u;

/** null: nothing can be completed there, as within a comment or a text of several lines. */
export function yamlPlace(text: string, offset: number): YamlPlace | null {
  const levels: Level[] = [];
  let textDeeperThan: number | null = null;
  let start = 0;
  while (start <= offset) {
    const newline = text.indexOf("\n", start);
    const lineEnd = newline === -1 ? text.length : newline;
    const isLast = offset <= lineEnd;
    const line = text.slice(start, isLast ? offset : lineEnd);
    const indent = line.length - line.trimStart().length;
    const isBlank = line.trim() === "";
    if (textDeeperThan !== null && (isBlank ? !isLast : indent > textDeeperThan)) {
      if (isLast) return null;
      start = lineEnd + 1;
      continue;
    }
    textDeeperThan = null;
    if (isLast) return placeOnLine(text, { line, start, indent, isBlank, levels });
    if (isBlank || line.trimStart().startsWith("#")) {
      start = lineEnd + 1;
      continue;
    }
    const { rest, at, column } = enter(line, indent, levels);
    if (blockScalarPattern.test(rest)) textDeeperThan = column;
    if (/^[[{]/u.test(rest)) {
      const flow = scanFlow(text, start + at, offset, pathOf(levels));
      if (flow.closedAt === null) return flow.place;
      const after = text.indexOf("\n", flow.closedAt);
      start = after === -1 ? text.length + 1 : after + 1;
      continue;
    }
    start = lineEnd + 1;
  }
  return null;
}

/** Takes a whole line into the levels. `rest` begins at `at`; `column` is where its innermost key or dash stands. */
function enter(line: string, indent: number, levels: Level[]): { rest: string; at: number; column: number } {
  let at = indent;
  let column = indent;
  let rest = line.slice(at);
  while (/^-(?:\s|$)/u.test(rest)) {
    leave(levels, at, listItem);
    levels.push({ indent: at, step: listItem });
    column = at;
    const gap = rest.slice(1).length - rest.slice(1).trimStart().length;
    at += 1 + gap;
    rest = line.slice(at);
  }
  const key = keyPattern.exec(rest);
  if (key !== null) {
    leave(levels, at, "");
    levels.push({ indent: at, step: unquoted(key[1] ?? "") });
    column = at;
    const after = rest.slice(key[0].length);
    at += key[0].length + (after.length - after.trimStart().length);
    rest = line.slice(at);
  }
  return { rest, at, column };
}

/** Leaves the levels that something at this column ends. A dash may stand at the column of the key that it is an item of. */
function leave(levels: Level[], column: number, step: string): void {
  for (;;) {
    const last = levels.at(-1);
    if (last === undefined || last.indent < column) return;
    if (last.indent === column && step === listItem && last.step !== listItem) return;
    levels.pop();
  }
}

interface LastLine {
  readonly line: string;
  readonly start: number;
  readonly indent: number;
  readonly isBlank: boolean;
  readonly levels: Level[];
}

function placeOnLine(text: string, { line, start, indent, isBlank, levels }: LastLine): YamlPlace | null {
  const offset = start + line.length;
  if (/(?:^|\s)#/u.test(outsideQuotes(line))) return null;
  if (isBlank) {
    leave(levels, line.length, "");
    return { path: pathOf(levels), kind: "key", typed: "", from: offset, taken: keysBeside(text, start, line.length) };
  }
  const isItem = /^\s*(?:-\s+)*-(?:\s|$)/u.test(line);
  const { rest, at } = enter(line, indent, levels);
  const from = start + at;
  if (/^[[{]/u.test(rest)) {
    const flow = scanFlow(text, from, offset, pathOf(levels));
    return flow.closedAt === null ? flow.place : null;
  }
  const isAfterKey = keyPattern.test(line.trimStart().replace(/^(?:-\s+)+/u, ""));
  if (isAfterKey) {
    // `key:` needs a space before its value begins.
    if (!/\s$/u.test(line.slice(0, at)) && rest === "") return null;
    return { path: pathOf(levels), kind: "value", typed: rest, from, taken: new Set() };
  }
  if (isItem && levels.at(-1)?.step === listItem)
    return { path: pathOf(levels), kind: "either", typed: rest, from, taken: new Set() };
  leave(levels, indent, "");
  return { path: pathOf(levels), kind: "key", typed: rest, from, taken: keysBeside(text, start, indent) };
}

interface Frame {
  readonly isMapping: boolean;
  key: string | null;
  tokenFrom: number;
  readonly keys: Set<string>;
}

/** Follows braces and brackets from `from` on. `closedAt` null: they are still open at `offset`, and `place` is there. */
function scanFlow(
  text: string,
  from: number,
  offset: number,
  base: readonly string[],
): { readonly closedAt: number; readonly place: null } | { readonly closedAt: null; readonly place: YamlPlace | null } {
  const frames: Frame[] = [];
  let quote: string | null = null;
  for (let at = from; at < offset; at++) {
    const character = text[at] ?? "";
    const top = frames.at(-1);
    if (quote !== null) {
      if (character === "\\" && quote === '"') at++;
      else if (character === quote) quote = null;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "{" || character === "[")
      frames.push({ isMapping: character === "{", key: null, tokenFrom: at + 1, keys: new Set() });
    else if (character === "}" || character === "]") {
      frames.pop();
      if (frames.length === 0) return { closedAt: at, place: null };
    } else if (top !== undefined && character === ",") {
      top.key = null;
      top.tokenFrom = at + 1;
    } else if (
      top !== undefined &&
      top.isMapping &&
      top.key === null &&
      character === ":" &&
      /\s|^$/u.test(text[at + 1] ?? "")
    ) {
      top.key = unquoted(text.slice(top.tokenFrom, at).trim());
      top.keys.add(top.key);
      top.tokenFrom = at + 1;
    }
  }
  const top = frames.at(-1);
  if (top === undefined || quote !== null) return { closedAt: null, place: null };
  const raw = text.slice(top.tokenFrom, offset);
  const typed = raw.trimStart();
  const steps = frames.flatMap(({ isMapping, key }) => (isMapping ? (key === null ? [] : [key]) : [listItem]));
  const kind = top.isMapping ? (top.key === null ? "key" : "value") : "either";
  return {
    closedAt: null,
    place: { path: [...base, ...steps], kind, typed, from: offset - typed.length, taken: top.keys },
  };
}

/** Keys at this column, up and down to where the mapping ends. */
function keysBeside(text: string, lineStart: number, indent: number): ReadonlySet<string> {
  const lines = text.split("\n");
  const here = text.slice(0, lineStart).split("\n").length - 1;
  const taken = new Set<string>();
  for (const direction of [-1, 1]) {
    for (let index = here + direction; index >= 0 && index < lines.length; index += direction) {
      const line = lines[index] ?? "";
      if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
      const dashes = /^\s*(?:-\s+)+/u.exec(line)?.[0].length;
      const column = dashes ?? line.length - line.trimStart().length;
      const lineIndent = line.length - line.trimStart().length;
      // An item begins where its dash is: another one below it has keys of its own.
      if (direction === 1 && lineIndent < indent) break;
      if (column === indent) {
        const key = keyPattern.exec(line.slice(column));
        if (key !== null) taken.add(unquoted(key[1] ?? ""));
      }
      if (lineIndent < indent) break;
    }
  }
  return taken;
}

function pathOf(levels: readonly Level[]): readonly string[] {
  return levels.map(({ step }) => step);
}

function unquoted(key: string): string {
  return /^(["']).*\1$/u.test(key) ? key.slice(1, -1) : key;
}

/** The line with what stands in quotes made blank. */
function outsideQuotes(line: string): string {
  return line.replaceAll(/"(?:[^"\\]|\\.)*"?|'[^']*'?/gu, (quoted) => " ".repeat(quoted.length).replace(/^ /u, "."));
}
