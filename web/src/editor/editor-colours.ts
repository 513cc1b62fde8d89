import { HighlightStyle } from "@codemirror/language";
import { codeKinds } from "./code-kinds.ts";

/** Colours of code in the editor. */
export const editorColours = HighlightStyle.define(
  codeKinds.flatMap(({ kind, tags: each }) => each.map((tag) => ({ tag, color: `var(--code-${kind})` }))),
);
