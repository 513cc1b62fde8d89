import type { Template } from "../../contract/test-plan.ts";

/**
 * Takes a text apart into literals and `{name}` or `{name.field}` references (letters, digits, `_`, `-`). `{{` is a literal
 * brace; anything else in braces is text. The empty text is the empty template.
 */
export function parseTemplate(text: string): Template {
  const parts: Template = [];
  let literal = "";
  let index = 0;
  const pattern = /\{\{|\{([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)?)\}/g;
  for (const match of text.matchAll(pattern)) {
    literal += text.slice(index, match.index);
    index = match.index + match[0].length;
    const ref = match[1];
    if (ref === undefined) literal += "{";
    else {
      if (literal !== "") parts.push(literal);
      literal = "";
      parts.push({ ref });
    }
  }
  literal += text.slice(index);
  if (literal !== "") parts.push(literal);
  return parts;
}

/** The references of a template. */
export function refsOf(template: Template): string[] {
  return template.flatMap((part) => (typeof part === "string" ? [] : [part.ref]));
}
