/** Names that a plan declares, read from its lines: keys one level below a section, in block or flow form. */
export function declaredNames(text: string, section: string): readonly string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`${section}:`));
  if (start === -1) return [];
  const names: string[] = [];
  let indent: number | null = null;
  for (const line of lines.slice(start + 1)) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const column = line.length - line.trimStart().length;
    if (column === 0) break;
    indent ??= column;
    const name = /^(?:"([^"]+)"|'([^']+)'|([^\s"'{}[\],#][^:{}[\],]*?))\s*:(?=\s|$)/u.exec(line.trimStart());
    if (column === indent && name !== null) names.push(name[1] ?? name[2] ?? name[3] ?? "");
  }
  return names;
}

/** Which of a plan's own names fit a place, as far as the place says it. */
export function planNamesAt(text: string, path: readonly string[]): readonly string[] {
  const [last, before] = [path.at(-1), path.at(-2)];
  if (last === "mix") return declaredNames(text, "endpoints");
  if (last === "[]" && ["journey", "do", "setup", "teardown"].includes(before ?? ""))
    return declaredNames(text, "endpoints");
  if (last === "step" || last === "login" || last === "refresh") return declaredNames(text, "endpoints");
  if (last === "auth" && path.length > 1) return [...declaredNames(text, "auth"), "none"];
  if (last === "next") return declaredNames(text, "data");
  return [];
}
