import type { UnderstoodObjective } from "../../../contract/command-documents.ts";
import { labelled, paint, plain, type TerminalStyle } from "./terminal-text.ts";

/** Each objective in the short form, with what it was read from and what it does. Ends with a line break; empty for none. */
export function renderObjectives(objectives: readonly UnderstoodObjective[], style: TerminalStyle): string {
  const lines = objectives.flatMap((objective, index) => {
    const { name, text, note } = objective;
    const called = name === text ? "" : `"${plain(name)}": `;
    const first = `${called}${plain(text)}  ${paint(`(${consequencesOf(objective)}${originOf(objective)})`, ["dim"], style)}`;
    const more = note === null ? [] : labelled("", ["bold"], paint(plain(note), ["dim"], style), style);
    return [...labelled(index === 0 ? "judged" : "", ["bold"], first, style), ...more];
  });
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function consequencesOf({ severity, stop }: UnderstoodObjective): string {
  const breach = { fail: "", warn: "warns; ", points: "earns points; " }[severity];
  return `${breach}${stop ? "stops the run; " : ""}`;
}

function originOf({ dialect, file, line }: UnderstoodObjective): string {
  if (file === null) return dialect;
  return `${dialect}, ${plain(file)}${line === null ? "" : `:${String(line)}`}`;
}
