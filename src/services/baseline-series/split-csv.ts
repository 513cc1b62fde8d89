/** A row with the line it begins on, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows of a CSV text (RFC 4180: fields may be quoted, quotes inside are doubled, quoted fields may hold line breaks). Empty lines are left out. null: a quote is never closed. */
export function splitCsv(text: string): CsvRow[] | null {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let [line, begun, at] = [1, 1, text.startsWith("\uFEFF") ? 1 : 0];
  const endRow = (): void => {
    if (cells.length > 1 || cells[0] !== "") rows.push({ line: begun, cells });
    cells = [];
    begun = line;
  };
  while (at < text.length) {
    let cell = "";
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0) return null;
        cell += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
      }
      line += cell.split("\n").length - 1;
    }
    const end = /[,\r\n]/gu;
    end.lastIndex = at;
    const stop = end.exec(text)?.index ?? text.length;
    cells.push(cell + text.slice(at, stop));
    at = stop;
    if (text[at] === ",") {
      at += 1;
      if (at === text.length || text[at] === "\n" || text[at] === "\r") cells.push("");
      else continue;
    }
    if (text[at] === "\r") at += 1;
    if (text[at] === "\n") at += 1;
    line += 1;
    endRow();
  }
  return rows;
}

/** One field, quoted where it has to be, or where a spreadsheet that separates by semicolons would see two. */
export function csvField(value: string): string {
  return /[",;\t\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/**
 * What a spreadsheet takes for a formula (OWASP, CSV Injection): a text that begins with one of these, their full-width twins included.
 * Apostrophes before it are counted in, so that taking one away gives what one was put before.
 */
const formulaStart = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;
const markedFormula = /^'+[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** A text that no spreadsheet runs: an apostrophe stands before what would be a formula. */
export function inertText(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** The text that `inertText` was given. */
export function plainText(text: string): string {
  return markedFormula.test(text) ? text.slice(1) : text;
}
