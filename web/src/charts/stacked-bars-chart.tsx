import type { ReactElement } from "react";
import { formatQuantity } from "../../../src/contract/format-quantity.ts";
import type { ChartSpec } from "../../../src/contract/run.ts";
import styles from "./charts.module.css";
import { FiguresTable } from "./figures-table.tsx";
import { Legend } from "./legend.tsx";
import { colourOf, colourPlace } from "./series-colours.ts";

const mostBars = 30;
const [rowHeight, barHeight, labelShare] = [22, 12, 30];

/** One bar a name, its parts beside each other, such as where the time of each endpoint goes. The longest first. */
export function StackedBarsChart({ spec }: { readonly spec: ChartSpec }): ReactElement {
  const rows = spec.x
    .map((name, index) => ({
      name: String(name),
      parts: spec.series.map(({ name: part, values }) => ({ part, value: values[index] ?? 0 })),
      total: spec.series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
    }))
    .toSorted((one, other) => other.total - one.total);
  const most = Math.max(rows[0]?.total ?? 0, Number.MIN_VALUE);
  const shown = rows.slice(0, mostBars);
  const format = (value: number): string => formatQuantity(value, spec.yUnit);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <span className={styles.title}>{spec.title}</span>
        <Legend
          entries={spec.series.map(({ name }, index) => ({ name, colour: colourOf(colourPlace(name, index)) }))}
        />
      </figcaption>
      <svg className={styles.svg} height={shown.length * rowHeight} role="img" aria-label={spec.title}>
        {shown.map(({ name, parts, total }, row) => {
          let before = 0;
          return (
            <g key={name}>
              <text className={styles.text} x={`${labelShare - 1}%`} y={row * rowHeight + barHeight} textAnchor="end">
                {shortened(name)}
              </text>
              {parts.map(({ part, value }, index) => {
                const from = before;
                before += value;
                return (
                  <rect
                    key={part}
                    x={`${labelShare + (from / most) * (88 - labelShare)}%`}
                    y={row * rowHeight + 3}
                    width={`${(value / most) * (88 - labelShare)}%`}
                    height={barHeight}
                    fill={colourOf(colourPlace(part, index))}
                  >
                    <title>{`${name}, ${part}: ${format(value)}`}</title>
                  </rect>
                );
              })}
              <text
                className={styles.text}
                x={`${labelShare + (total / most) * (88 - labelShare) + 0.7}%`}
                y={row * rowHeight + barHeight}
              >
                {format(total)}
              </text>
            </g>
          );
        })}
      </svg>
      <FiguresTable
        caption={spec.title}
        head={["", ...spec.series.map(({ name }) => name)]}
        rows={() => rows.map(({ name, parts }) => [name, ...parts.map(({ value }) => format(value))])}
      />
    </figure>
  );
}

function shortened(name: string): string {
  return name.length <= 32 ? name : `${name.slice(0, 31)}…`;
}
