/** A piece of a sentence: words, or code. */
export interface CodePart {
  readonly text: string;
  readonly isCode: boolean;
}

/** Splits `` run `perf-agent confirm` again `` at its backticks; one without its pair is only a backtick. */
export function codeParts(text: string): readonly CodePart[] {
  const parts: CodePart[] = [];
  let from = 0;
  for (const match of text.matchAll(/`([^`]+)`/gu)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), isCode: false });
    parts.push({ text: match[1] ?? "", isCode: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isCode: false });
  return parts;
}
