import { HighlightStyle } from "@codemirror/language";
import { tagHighlighter, tags } from "@lezer/highlight";

/** Colours of code as CSS variables, the same in the editor and wherever code is only shown. */
const kinds = [
  { kind: "key", tags: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName] },
  { kind: "string", tags: [tags.string, tags.special(tags.string), tags.regexp] },
  { kind: "number", tags: [tags.number, tags.bool, tags.null] },
  { kind: "keyword", tags: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword, tags.operatorKeyword, tags.modifier] },
  { kind: "comment", tags: [tags.comment, tags.lineComment, tags.blockComment] },
] as const;

export type CodeKind = (typeof kinds)[number]["kind"];

export const editorColours = HighlightStyle.define(
  kinds.flatMap(({ kind, tags: each }) => each.map((tag) => ({ tag, color: `var(--code-${kind})` }))),
);

/** Writes the kind of a piece of code as its class. */
export const codeKinds = tagHighlighter(kinds.flatMap(({ kind, tags: each }) => each.map((tag) => ({ tag, class: kind }))));
