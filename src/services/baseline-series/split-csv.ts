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

/** One field, quoted where it has to be. */
export function csvField(value: string): string {
  return /[",\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
