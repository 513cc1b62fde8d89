import { UnstyledButton } from "@mantine/core";
import { useMemo, useState } from "react";
import { ColouredLine } from "../../editor/coloured-line.tsx";
import { useColouredLines } from "../../editor/use-coloured-lines.ts";
import classes from "./diff-view.module.css";
import { foldDiff, sidesOf, type DiffLine, type DiffPart } from "./fold-diff.ts";

export interface DiffViewProps {
  /** Decides the language of its colours. */
  readonly path: string;
  readonly lines: readonly DiffLine[];
}

const marks: Readonly<Record<DiffLine["kind"], string>> = { same: " ", added: "+", removed: "−" };
const words: Readonly<Record<DiffLine["kind"], string>> = { same: "", added: "added: ", removed: "removed: " };

/** What changed in a file, line by line, in the colours of its language; what did not change is folded away and opens by pressing it. */
export function DiffView({ path, lines }: DiffViewProps) {
  const sides = useMemo(() => sidesOf(lines), [lines]);
  const parts = useMemo(() => foldDiff(lines), [lines]);
  const language = languageOf(path);
  const before = useColouredLines(sides.before, language);
  const after = useColouredLines(sides.after, language);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());

  const row = (index: number) => {
    const { kind = "same", text = "" } = lines[index] ?? {};
    const place = sides.places[index];
    const [was, is] = [place?.before ?? null, place?.after ?? null];
    const pieces = (is === null ? before[was ?? -1] : after[is]) ?? [{ text, kind: "" }];
    return (
      <tr key={index} data-kind={kind}>
        <td className={classes.number}>{was === null ? "" : was + 1}</td>
        <td className={classes.number}>{is === null ? "" : is + 1}</td>
        <td className={classes.mark} aria-hidden="true">
          {marks[kind]}
        </td>
        <td className={classes.text}>
          {words[kind] !== "" && <span className="unseen">{words[kind]}</span>}
          <code>
            <ColouredLine pieces={pieces} />
          </code>
        </td>
      </tr>
    );
  };
  const open = ({ from }: DiffPart): void => setOpened(new Set([...opened, from]));
  return (
    <div className={classes.box} tabIndex={0} role="region" aria-label={`Changes of ${path}`}>
      <table className={classes.diff}>
        <thead className="unseen">
          <tr>
            <th scope="col">Line before</th>
            <th scope="col">Line now</th>
            <th scope="col" aria-hidden="true" />
            <th scope="col">Text</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) =>
            part.isFolded && !opened.has(part.from) ? (
              <tr key={`fold-${part.from}`}>
                <td colSpan={4} className={classes.fold}>
                  <UnstyledButton onClick={() => open(part)}>
                    {part.to - part.from} lines that did not change
                  </UnstyledButton>
                </td>
              </tr>
            ) : (
              Array.from({ length: part.to - part.from }, (_, offset) => row(part.from + offset))
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function languageOf(path: string): "javascript" | "yaml" | "text" {
  if (/\.[cm]?[jt]s$/iu.test(path)) return "javascript";
  return /\.(?:ya?ml|json)$/iu.test(path) ? "yaml" : "text";
}
