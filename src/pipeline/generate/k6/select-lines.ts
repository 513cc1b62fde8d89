/**
 * Keeps the lines of a helper that a script needs. A line that ends with `//? feature` stays when the feature is wanted,
 * one that ends with `//? !feature` when it is not; lines without a mark always stay. Marks are removed.
 */
export function selectLines(source: string, features: ReadonlySet<string>): string {
  const kept: string[] = [];
  for (const line of source.split("\n")) {
    const mark = / ?\/\/\? (?<not>!?)(?<feature>\w+)$/u.exec(line);
    if (mark === null) {
      kept.push(line);
      continue;
    }
    const wanted = features.has(mark.groups?.["feature"] ?? "") !== (mark.groups?.["not"] === "!");
    if (wanted) kept.push(line.slice(0, mark.index));
  }
  return `${kept.join("\n").trimEnd()}\n`;
}
