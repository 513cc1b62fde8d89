/** A piece of a text that names evidence: words, or the id of a piece of evidence. */
export type CitedPart =
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "evidence"; readonly id: string };

/** Splits `slower than before [e12, e3]` at the ids that are known; what is in brackets and no id stays as it is. */
export function citedParts(text: string, known: ReadonlySet<string>): CitedPart[] {
  const parts: CitedPart[] = [];
  let from = 0;
  for (const match of text.matchAll(/\[([\w:.-]+(?:,\s*[\w:.-]+)*)\]/gu)) {
    const ids = (match[1] ?? "").split(/,\s*/u);
    if (!ids.every((id) => known.has(id))) continue;
    if (match.index > from) parts.push({ kind: "words", text: text.slice(from, match.index) });
    parts.push(...ids.map((id) => ({ kind: "evidence", id }) as const));
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: "words", text: text.slice(from) });
  return parts;
}

/** Where the page shows a piece of evidence. */
export function evidenceAnchor(id: string): string {
  return `evidence-${id}`;
}
