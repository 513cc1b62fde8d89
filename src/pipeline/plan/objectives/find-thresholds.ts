import type { DocumentNode } from "../document-reader.ts";
import { readScriptLiteral, skipBlanks, skipQuoted } from "./script-literal.ts";

/** True for files that are JavaScript by their name, or k6 scripts by what they export. */
export function isScript(text: string, file: string): boolean {
  return /\.(?:m?js|cjs|ts)$/.test(file) || /^\s*export\s+(?:const|let|var)\s+options\b/m.test(text);
}

/**
 * The `thresholds` of a k6 script, as `{ thresholds: … }`: the literal behind the first `thresholds:` that is neither in a comment nor in a
 * text. The script is not run, so that what it computes is not known. null: it has none.
 */
export function findThresholds(text: string, file: string): DocumentNode | null {
  for (let at = 0; at < text.length;) {
    const code = skipBlanks(text, at);
    if (code > at) {
      at = code;
      continue;
    }
    const isQuote = /["'`]/.test(text.charAt(at));
    const word = isQuote ? null : (/^[\w$]+/.exec(text.slice(at, at + 100))?.[0] ?? null);
    const end = isQuote ? skipQuoted(text, at) : at + (word?.length ?? 1);
    const name = isQuote ? text.slice(at + 1, end - 1) : word;
    const value = thresholdsAt(text, name, end);
    if (value !== null) {
      const node = readScriptLiteral(text, value, file);
      return { kind: "map", entries: [{ key: "thresholds", keyPlace: node.place, node }], place: node.place };
    }
    at = end;
  }
  return null;
}

/** Where the value of `thresholds: …` or `thresholds = …` begins; null where it does not. */
function thresholdsAt(text: string, name: string | null, end: number): number | null {
  if (name !== "thresholds") return null;
  const mark = skipBlanks(text, end);
  if (text.charAt(mark) !== ":" && !/^=[^=>]/.test(text.slice(mark, mark + 2))) return null;
  const value = skipBlanks(text, mark + 1);
  return text.charAt(value) === "{" ? value : null;
}
