import type { EvaluationMeasure } from "../../src/contract/evaluation.ts";
import { barOf, standingOf } from "./bars.ts";
import { cellsOf, formatBar } from "./format-measure.ts";
import { byOrder } from "./measure-words.ts";

export type Table = readonly (readonly string[])[];

/** Every measure that has a bar, with its standing. */
export function barTable(measures: readonly EvaluationMeasure[]): Table {
  const rows = measures.toSorted(byOrder).flatMap((measure) => {
    const bar = barOf(measure);
    if (bar === null) return [];
    const { name, set, group } = measure;
    return [[name, set, group, ...cellsOf(measure), formatBar(bar), standingOf(bar, measure) ?? "–"]];
  });
  return [["measure", "data", "group", "value", "95 % interval", "cases", "bar", "standing"], ...rows];
}

/** Every measure of one set. */
export function setTable(measures: readonly EvaluationMeasure[]): Table {
  const groups = [...new Set(measures.map(({ group }) => group))];
  return [
    ["group", "measure", "value", "95 % interval", "cases"],
    ...groups.flatMap((group) =>
      measures
        .filter((measure) => measure.group === group)
        .toSorted(byOrder)
        .map((measure) => [group, measure.name, ...cellsOf(measure)]),
    ),
  ];
}

/** Methods side by side: one row for each set and group, one column for each of these measures. */
export function methodTable(
  methods: readonly (EvaluationMeasure & { readonly method: string })[],
  names: readonly string[],
): Table {
  const rows = Map.groupBy(methods, ({ set, group, method }) => JSON.stringify([set, group, method]));
  return [
    ["data", "group", "method", ...names],
    ...[...rows.values()].flatMap((measures) => {
      const [first] = measures;
      if (first === undefined) return [];
      const cells = names.map((name) => {
        const measure = measures.find((each) => each.name === name);
        if (measure === undefined) return "–";
        const [value, interval] = cellsOf(measure);
        return `${value} (${interval})`;
      });
      return cells.every((cell) => cell === "–") ? [] : [[first.set, first.group, first.method, ...cells]];
    }),
  ];
}

/** As Markdown. */
export function markdownTable([header = [], ...rows]: Table): string {
  return [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** As text in columns. */
export function textTable(table: Table): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
