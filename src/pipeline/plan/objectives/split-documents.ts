/** Beyond these the reader of documents refuses the text as a whole, which then need not be split. */
const mostCharacters = 5_000_000;
const mostLines = 200_000;
const mostDocuments = 1000;

/**
 * The documents of a YAML stream, split at its `---` lines and padded so that their lines keep their numbers. Documents that hold nothing but
 * comments are left out; a text without any content is one document.
 */
export function* splitDocuments(text: string): Generator<string, void, void> {
  const lines = text.length > mostCharacters ? [] : text.split("\n");
  const starts = lines.flatMap((line, index) => (/^---(?:\s|$)/.test(line) ? [index] : []));
  const spans = [0, ...starts]
    .map((from, index) => ({ from, to: starts[index] ?? lines.length }))
    .filter(({ from, to }) => lines.slice(from, to).some((line, index) => hasContent(line, index === 0)));
  if (spans.length < 2 && starts.length < 2) {
    // The reader knows a single marker itself.
    yield text;
    return;
  }
  if (spans.length === 0 || spans.length > mostDocuments || lines.length > mostLines) {
    yield text;
    return;
  }
  for (const { from, to } of spans) {
    const [first = "", ...rest] = lines.slice(from, to);
    yield "\n".repeat(from) + [first.replace(/^---/, "   "), ...rest].join("\n");
  }
}

function hasContent(line: string, isFirst: boolean): boolean {
  const content = (isFirst ? line.replace(/^---(?=\s|$)/, "") : line).trimStart();
  return content !== "" && !content.startsWith("#");
}
