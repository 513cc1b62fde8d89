import type { PublishedEvaluation } from "../../contract/api/evaluation.ts";

const standings = ["proven", "reached", "missed"] as const;

/**
 * The page that `perf-agent eval --write` wrote, as data: it is the one thing that a version publishes of its own error rates. Throws
 * TypeError where a section is not laid out as that command lays it out.
 */
export function readEvaluationPage(text: string): PublishedEvaluation {
  const sections = sectionsOf(text);
  const bars = rowsOf(sections, "Against the bars").map((cells) => {
    const [measure = "", data = "", group = "", value = "", interval = "", cases = "", bar = "", standing] = cells;
    const known = standings.find((name) => name === standing);
    if (cells.length !== 8 || known === undefined) throw new TypeError(`no row of bars: ${cells.join(" | ")}`);
    return { measure, data, group, value, interval, cases, bar, standing: known };
  });
  const measures = rowsOf(sections, "What the measures mean").map(([name = "", meaning = ""]) => ({
    name: name.replaceAll("`", ""),
    meaning,
  }));
  return {
    notScored: itemsOf(sections, "Not scored"),
    bars,
    measures,
    claims: itemsOf(sections, "What is claimed, and what not").map((claim) => claim.replaceAll("`", "")),
  };
}

/** Lines by the heading above them. */
function sectionsOf(text: string): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of text.split(/\r?\n/u)) {
    if (line.startsWith("## ")) {
      lines = [];
      sections.set(line.slice(3).trim(), lines);
    } else lines.push(line);
  }
  return sections;
}

/** Cells of a section's table without its header. Throws TypeError where there is no table. */
function rowsOf(sections: ReadonlyMap<string, readonly string[]>, heading: string): string[][] {
  const rows = (sections.get(heading) ?? []).filter((line) => line.startsWith("|"));
  const [, rule, ...body] = rows;
  if (rule === undefined || !/^\|[\s:|-]+\|$/u.test(rule)) throw new TypeError(`no table under "${heading}"`);
  return body.map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** Items of a section's list, each with the indented lines that go on with it; empty where the section was left out. */
function itemsOf(sections: ReadonlyMap<string, readonly string[]>, heading: string): string[] {
  const items: string[] = [];
  for (const line of sections.get(heading) ?? []) {
    if (line.startsWith("- ")) items.push(line.slice(2).trim());
    else if (/^ {2,}\S/u.test(line) && items.length > 0) items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  return items;
}
