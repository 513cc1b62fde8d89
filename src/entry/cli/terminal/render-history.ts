import { formatChange, formatNumber, formatQuantity, formatStamp } from "../../../contract/format-quantity.ts";
import type { HistoryDocument } from "../../../contract/history-document.ts";
import { sparkline } from "./sparkline.ts";
import { paint, plain, table, wrap, type TerminalStyle } from "./terminal-text.ts";

type Series = HistoryDocument["series"][number];

/** A row a series with its course, then each change of level. Ends with a line break. */
export function renderHistory({ statistic, unit, series }: HistoryDocument, style: TerminalStyle): string {
  const left = "left" as const;
  const right = "right" as const;
  const family = new Set(series.map(({ service, environment, plan }) => JSON.stringify([service, environment, plan])));
  const named = series.map((each) => nameOf(each, family.size > 1));
  const course = Math.max(12, Math.min(60, style.columns - 60));
  const quantity = (value: number | null): string => (value === null ? "–" : formatQuantity(value, unit));
  const lines = table(
    [
      { title: "endpoint", align: left },
      { title: "runs", align: right },
      { title: "first", align: right, dropOrder: 2 },
      { title: "least", align: right, dropOrder: 4 },
      { title: "most", align: right, dropOrder: 3 },
      { title: "last", align: right },
      { title: `${statistic}, oldest first`, align: left, dropOrder: 1 },
    ],
    series.map(({ points }, index) => {
      const values = points.map(({ value }) => value);
      const known = values.filter((value) => value !== null).toSorted((a, b) => a - b);
      return [
        plain(named[index] ?? ""),
        formatNumber(points.length),
        quantity(values[0] ?? null),
        quantity(known[0] ?? null),
        quantity(known.at(-1) ?? null),
        quantity(values.at(-1) ?? null),
        sparkline(values, course),
      ];
    }),
    style,
  );
  const changes = series.flatMap((each, index) =>
    each.changes.map((change) => describeChange(named[index] ?? "", change, { statistic, unit })),
  );
  const told =
    changes.length === 0
      ? [paint("no change of level", ["dim"], style)]
      : changes.flatMap((text) => wrap(plain(text), Math.max(30, style.columns)));
  return `${[...lines, "", ...told].join("\n")}\n`;
}

function nameOf({ service, environment, plan, scenario, endpoint }: Series, withFamily: boolean): string {
  const name = `${endpoint} in ${scenario}`;
  return withFamily ? `${name}, ${plan} on ${environment}, ${service}` : name;
}

function describeChange(
  name: string,
  { at, runId, before, after, effect, commits }: Series["changes"][number],
  { statistic, unit }: Pick<HistoryDocument, "statistic" | "unit">,
): string {
  const size = effect === null ? "" : ` (${formatChange(effect)})`;
  const levels = `from ${formatQuantity(before, unit)} to ${formatQuantity(after, unit)}${size}`;
  const range = commits.to === null ? "" : `, commits ${commits.from ?? "?"}..${commits.to}`;
  return `${formatStamp(new Date(at).toISOString())}  ${statistic} of ${name} went ${levels} with run ${runId}${range}`;
}
