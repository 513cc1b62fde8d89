import { highlightCode } from "@lezer/highlight";
import { parser as scriptParser } from "@lezer/javascript";
import { parser as yamlParser } from "@lezer/yaml";
import { kindHighlighter } from "./code-kinds.ts";

export type CodeLanguage = "yaml" | "javascript";

/** A piece of a line; `kind` "": plain. */
export interface CodePiece {
  readonly text: string;
  readonly kind: string;
}

/** The lines of a text, each in pieces of one kind. Joined again they are the text. */
export function highlightLines(text: string, language: CodeLanguage): readonly (readonly CodePiece[])[] {
  const tree = (language === "yaml" ? yamlParser : scriptParser).parse(text);
  const lines: CodePiece[][] = [[]];
  highlightCode(
    text,
    tree,
    kindHighlighter,
    (piece, kind) => lines.at(-1)?.push({ text: piece, kind }),
    () => lines.push([]),
  );
  return lines;
}
