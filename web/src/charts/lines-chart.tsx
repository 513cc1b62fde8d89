import { useMemo, type ReactElement } from "react";
import { formatDuration, formatQuantity } from "../../../src/contract/format-quantity.ts";
import type { ChartSpec } from "../../../src/contract/run.ts";
import styles from "./charts.module.css";
import { FiguresTable } from "./figures-table.tsx";
import { Legend } from "./legend.tsx";
import { LinePlotHost } from "./line-plot-host.tsx";
import { factsOfLines, linesData } from "./lines-facts.ts";
import { colourOf, colourPlace } from "./series-colours.ts";

/** A chart of lines as analysis gave it: over time, or over the load. */
export function LinesChart({ spec, height = 220 }: { readonly spec: ChartSpec; readonly height?: number }): ReactElement {
  const facts = useMemo(() => factsOfLines(spec), [spec]);
  const data = useMemo(() => linesData(spec), [spec]);
  const [x] = data;
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <span className={styles.title}>{spec.title}</span>
        <Legend
          entries={spec.series.map(({ name }, index) => ({ name, colour: colourOf(colourPlace(name, index)) }))}
        />
      </figcaption>
      <LinePlotHost
        facts={facts}
        label={spec.title}
        height={height}
        data={() => data}
        range={() => ({ min: x[0] ?? 0, max: x.at(-1) ?? 1 })}
      />
      <FiguresTable
        caption={spec.title}
        head={[spec.xUnit === "ms-from-start" ? "From the start" : "At", ...spec.series.map(({ name }) => name)]}
        rows={() =>
          spec.x.map((at, row) => [
            spec.xUnit === "ms-from-start" ? formatDuration(Number(at)) : facts.formatX(Number(at)),
            ...spec.series.map(({ values }) => {
              const value = values[row];
              return value === null || value === undefined ? "–" : formatQuantity(value, spec.yUnit);
            }),
          ])
        }
      />
    </figure>
  );
}
