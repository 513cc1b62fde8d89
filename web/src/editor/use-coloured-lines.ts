import { useEffect, useState } from "react";
import type { CodeLanguage, CodePiece } from "./highlight-lines.ts";

export type CodeLines = readonly (readonly CodePiece[])[];

/** Beyond this many characters code is shown without colours: finding them would hold up the page. */
const mostCharacters = 400_000;

/** Lines of a text, plain at first; coloured as soon as what colours them was fetched. `language` "text": they stay plain. */
export function useColouredLines(text: string, language: CodeLanguage | "text"): CodeLines {
  const [coloured, setColoured] = useState<{ readonly text: string; readonly lines: CodeLines } | null>(null);
  useEffect(() => {
    if (language === "text" || text.length > mostCharacters) return undefined;
    let isWanted = true;
    void import("./highlight-lines.ts").then(({ highlightLines }) => {
      if (isWanted) setColoured({ text, lines: highlightLines(text, language) });
    });
    return () => {
      isWanted = false;
    };
  }, [text, language]);
  return coloured?.text === text ? coloured.lines : text.split("\n").map((line) => [{ text: line, kind: "" }]);
}
