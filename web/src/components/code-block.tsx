import { CopyButton, Button } from "@mantine/core";
import { ColouredLine } from "../editor/coloured-line.tsx";
import { useColouredLines } from "../editor/use-coloured-lines.ts";
import classes from "./code-block.module.css";

export interface CodeBlockProps {
  readonly text: string;
  readonly language?: "yaml" | "javascript" | "text";
  /** What it is, for screen readers. */
  readonly label: string;
  readonly maxHeight?: number;
}

/** Code to read and copy, with its lines numbered. */
export function CodeBlock({ text, language = "text", label, maxHeight = 520 }: CodeBlockProps) {
  const lines = useColouredLines(text, language);
  return (
    <div className={classes.frame}>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" className={classes.copy} onClick={copy}>
            {copied ? "Copied" : "Copy"}
          </Button>
        )}
      </CopyButton>
      <div className={classes.box} style={{ maxHeight }} tabIndex={0} role="region" aria-label={label}>
        <pre className={classes.code}>
          {lines.map((pieces, index) => (
            <code key={index}>
              <ColouredLine pieces={pieces} />
              {"\n"}
            </code>
          ))}
        </pre>
      </div>
    </div>
  );
}
