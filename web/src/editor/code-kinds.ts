import { tagHighlighter, tags, type Tag } from "@lezer/highlight";

/** What pieces of code are told apart by; each has a colour, `--code-<kind>`, in the editor and wherever code is only shown. */
export const codeKinds: readonly { readonly kind: string; readonly tags: readonly Tag[] }[] = [
  { kind: "key", tags: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName] },
  { kind: "string", tags: [tags.string, tags.special(tags.string), tags.regexp] },
  { kind: "number", tags: [tags.number, tags.bool, tags.null] },
  {
    kind: "keyword",
    tags: [
      tags.keyword,
      tags.controlKeyword,
      tags.definitionKeyword,
      tags.moduleKeyword,
      tags.operatorKeyword,
      tags.modifier,
    ],
  },
  { kind: "comment", tags: [tags.comment, tags.lineComment, tags.blockComment] },
];

/** Writes the kind of a piece of code as its class. */
export const kindHighlighter = tagHighlighter(
  codeKinds.flatMap(({ kind, tags: each }) => each.map((tag) => ({ tag, class: kind }))),
);
