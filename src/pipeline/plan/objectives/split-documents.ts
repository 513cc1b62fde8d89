/** One YAML document of a stream, padded so that its lines keep their numbers. */
export interface DocumentText {
  readonly text: string;
}

/** Splits a stream at its `---` lines. Parts that hold nothing but comments are left out; a stream without any gives one part. */
export function splitDocuments(text: string): DocumentText[] {
  const parts: string[] = [];
  let lines: string[] = [];
  let before = 0;
  const all = text.split("\n");
  for (const [index, line] of all.entries()) {
    if (!/^---(?:\s|$)/.test(line)) {
      lines.push(line);
      continue;
    }
    parts.push("\n".repeat(before) + lines.join("\n"));
    before = index;
    lines = [`   ${line.slice(3)}`];
  }
  parts.push("\n".repeat(before) + lines.join("\n"));
  const full = parts.filter((part) => /^\s*[^\s#]/m.test(part.replaceAll(/^\s*#.*$/gm, "")));
  return (full.length === 0 ? parts.slice(0, 1) : full).map((part) => ({ text: part }));
}
