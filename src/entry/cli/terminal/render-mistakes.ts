import { errorTable, remedyOf, type Mistake } from "../../../contract/errors.ts";
import { formatCount } from "../../../contract/format-quantity.ts";
import { paint, pad, plain, widthOf, type TerminalStyle } from "./terminal-text.ts";

/**
 * Every mistake with its place, code and what to do; a remedy that several share is said once, after the last of them.
 * Says that nothing was run when all of them are mistakes of usage or configuration. Ends with a line break.
 */
export function renderMistakes(mistakes: readonly Mistake[], style: Pick<TerminalStyle, "colour">): string {
  const lines = mistakeLines(mistakes, "red", style);
  if (mistakes.length > 0 && mistakes.every(({ code }) => errorTable[code].exit === 2)) {
    lines.push(`${formatCount(mistakes.length, "mistake")}. Nothing was run.`);
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** The same form for what is only worth knowing. Empty for no warning. */
export function renderWarnings(warnings: readonly Mistake[], style: Pick<TerminalStyle, "colour">): string {
  const lines = mistakeLines(warnings, "yellow", style);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function mistakeLines(
  mistakes: readonly Mistake[],
  tone: "red" | "yellow",
  style: Pick<TerminalStyle, "colour">,
): string[] {
  const places = mistakes.map(placeOf);
  const placeWidth = Math.max(0, ...places.map(widthOf));
  const codeWidth = Math.max(0, ...mistakes.map(({ code }) => code.length));
  const lines: string[] = [];
  for (const [index, mistake] of mistakes.entries()) {
    const place = placeWidth === 0 ? "" : `${pad(places[index] ?? "", placeWidth)}  `;
    lines.push(`${place}${paint(pad(mistake.code, codeWidth), [tone], style)}  ${plain(mistake.text)}`);
    const remedy = plain(remedyOf(mistake));
    const last = mistakes.findLastIndex((other) => plain(remedyOf(other)) === remedy) === index;
    if (last && !plain(mistake.text).includes(remedy)) {
      const indent = " ".repeat(placeWidth === 0 ? 2 : placeWidth + 2);
      for (const line of remedyOf(mistake).split("\n")) lines.push(`${indent}${paint(plain(line), ["dim"], style)}`);
    }
  }
  return lines;
}

function placeOf({ file, line, column }: Mistake): string {
  const parts = [file, line, column].filter((part) => part !== undefined);
  return file === undefined ? "" : plain(parts.join(":"));
}
