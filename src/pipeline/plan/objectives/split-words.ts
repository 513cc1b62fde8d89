import { WordProblem } from "./word-problem.ts";

/** A word of an objective in the short form. */
export interface Word {
  readonly text: string;
  /** A quoted word is a name and never a keyword. */
  readonly quoted: boolean;
  readonly at: number;
}

const longestText = 2000;

/** The words of an objective; comparisons are words of their own. Throws WordProblem where a quoted name does not end. */
export function splitWords(text: string): Word[] {
  if (text.length > longestText)
    throw new WordProblem(longestText, `an objective has at most ${String(longestText)} characters`);
  const words: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(/"((?:[^"\\]|\\.)*)"|([<>]=?)|([^\s"<>]+)/gu)) {
    if (text.slice(end, match.index).trim() !== "") break;
    const [whole, quotedText] = match;
    words.push({
      text: quotedText === undefined ? whole : unescape(whole, match.index),
      quoted: quotedText !== undefined,
      at: match.index,
    });
    end = match.index + whole.length;
  }
  const left = text.slice(end);
  if (left.trim() !== "") throw new WordProblem(end + left.search(/\S/), "a quoted name begins here and does not end");
  return words;
}

/** A quoted name has the escapes of JSON. */
function unescape(quoted: string, at: number): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw new WordProblem(at, `${quoted} is not a quoted name; write \\" for a quote and \\\\ for a backslash`);
  }
}
