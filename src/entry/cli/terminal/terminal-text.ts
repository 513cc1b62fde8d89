/** How text may look: with ANSI colours or without, and how many columns a line has. */
export interface TerminalStyle {
  readonly colour: boolean;
  readonly columns: number;
}

export type Tone = "bold" | "dim" | "red" | "green" | "yellow" | "magenta" | "cyan";

const codes: Readonly<Record<Tone, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  magenta: [35, 39],
  cyan: [36, 39],
};

const escapeCharacter = "\u001B";
const ansiPattern = new RegExp(`${escapeCharacter}\\[[0-9;]*m`, "g");

/** Colours `text` when colours are wanted. */
export function paint(text: string, tones: readonly Tone[], { colour }: Pick<TerminalStyle, "colour">): string {
  if (!colour || text === "") return text;
  let painted = text;
  for (const tone of tones) {
    const [on, off] = codes[tone];
    painted = `${escapeCharacter}[${on}m${painted}${escapeCharacter}[${off}m`;
  }
  return painted;
}

/** Takes control characters out of what a plan, a target or an engine said: a name must not move the cursor. Line breaks become spaces. */
export function plain(text: string): string {
  return text.replaceAll(/[\r\n\t]+/g, " ").replaceAll(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");
}

/**
 * Breaks what build servers would take for a command in their logs: `::name::` at the start of a line (GitHub), `##[name]` (GitHub, Azure
 * Pipelines), `##vso[…]` (Azure Pipelines) and `##teamcity[…]` anywhere. A plan, a target or a script decides over parts of what we print.
 */
export function deafToBuildServers(text: string): string {
  return text.replaceAll(/^(\s*):(?=:)/gmu, "$1: ").replaceAll(/#(?=#(?:vso|teamcity)?\[)/giu, "# ");
}

/** The same for JSON, whose values stay what they are: a number sign inside a string may be written as an escape. */
export function deafJson(text: string): string {
  return text.replaceAll(/#(?=#(?:vso|teamcity)?\[)/giu, "\\u0023");
}

/** Columns that `text` takes: colours none, wide characters two, combining ones none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text.replaceAll(ansiPattern, "")) {
    if (/\p{Mn}|\u200D|\uFE0F/u.test(character)) continue;
    width +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

/** Fills up with spaces on the right, or on the left for figures. */
export function pad(text: string, width: number, side: "left" | "right" = "right"): string {
  const missing = " ".repeat(Math.max(0, width - widthOf(text)));
  return side === "right" ? text + missing : missing + text;
}

/** Cuts to `columns`, with an ellipsis where something was cut. Colour codes are kept, so that none stays on. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = "";
  let width = 0;
  let full = false;
  for (const [part] of text.matchAll(new RegExp(`${escapeCharacter}\\[[0-9;]*m|[\\s\\S]`, "gu"))) {
    if (part.startsWith(escapeCharacter)) {
      kept += part;
      continue;
    }
    if (!full && width + widthOf(part) > columns - 1) {
      kept += "…";
      full = true;
    }
    if (full) continue;
    kept += part;
    width += widthOf(part);
  }
  return kept;
}

/** Breaks text into lines of at most `columns`, at spaces where it can. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  const [first = "", ...words] = text.split(" ");
  let line = first;
  for (const word of words) {
    const longer = `${line} ${word}`;
    if (line.trim() !== "" && widthOf(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}

export const labelWidth = 9;

/** A line of the form `label    text`, text wrapped below itself. `text` must be plain. */
export function labelled(label: string, tones: readonly Tone[], text: string, style: TerminalStyle): string[] {
  return wrap(text, Math.max(30, style.columns - labelWidth)).map((line, index) =>
    index === 0
      ? paint(label, tones, style) + " ".repeat(Math.max(1, labelWidth - widthOf(label))) + line
      : " ".repeat(labelWidth) + line,
  );
}

export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  /** Columns of higher numbers go first when the table is too wide; 0 stays. */
  readonly dropOrder?: number;
}

/** Aligns rows under a dimmed heading, leaving out columns that do not fit. Cells may be painted. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  style: TerminalStyle,
): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ""))),
  );
  let shown = columns.map((_, index) => index);
  const gap = 2;
  const total = (): number => shown.reduce((sum, index) => sum + (widths[index] ?? 0) + gap, -gap);
  const droppable = shown
    .filter((index) => (columns[index]?.dropOrder ?? 0) > 0)
    .toSorted((a, b) => (columns[b]?.dropOrder ?? 0) - (columns[a]?.dropOrder ?? 0));
  for (const drop of droppable) {
    if (total() <= style.columns) break;
    shown = shown.filter((index) => index !== drop);
  }
  const line = (cells: readonly string[]): string =>
    shown
      .map((index) => pad(cells[index] ?? "", widths[index] ?? 0, columns[index]?.align === "right" ? "left" : "right"))
      .join(" ".repeat(gap))
      .trimEnd();
  return [
    paint(line(columns.map(({ title }) => title)), ["dim"], style),
    ...rows.map((row) => cut(line(row), style.columns)),
  ];
}
