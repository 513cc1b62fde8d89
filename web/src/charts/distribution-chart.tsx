import { useElementSize } from "@mantine/hooks";
import type { ReactElement } from "react";
import { formatMs, formatQuantity } from "../../../src/contract/format-quantity.ts";
import type { ChartSpec } from "../../../src/contract/run.ts";
import { layOutBars } from "./bars-model.ts";
import styles from "./charts.module.css";
import { FiguresTable } from "./figures-table.tsx";
import { Legend } from "./legend.tsx";
import { placeOn } from "./nice-scale.ts";
import type { PlotBox } from "./points-model.ts";
import { colourOf, seriesDashes } from "./series-colours.ts";
import { ValueAxis } from "./value-axis.tsx";

const height = 200;

/** How latencies are spread: this run filled, what it is compared with as an outline over it. */
export function DistributionChart({ spec }: { readonly spec: ChartSpec }): ReactElement {
  const { ref, width } = useElementSize();
  const box: PlotBox = { width: Math.max(240, width), height, left: 64, right: 12, top: 8, bottom: 24 };
  const { scale, bars, outlines, ticks } = layOutBars(spec, box);
  const format = (value: number): string => formatQuantity(value, spec.yUnit);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <span className={styles.title}>{spec.title}</span>
        {spec.series.length > 1 && (
          <Legend entries={spec.series.map(({ name }, index) => ({ name, colour: colourOf(index) }))} />
        )}
      </figcaption>
      <div ref={ref} className={styles.plot}>
        <svg className={styles.svg} height={height} role="img" aria-label={spec.title}>
          <ValueAxis
            scale={scale}
            box={box}
            y={(value) => placeOn(scale, value, height - box.bottom, box.top)}
            format={format}
          />
          {bars.map(({ x, y, width: wide, height: high }) => (
            <rect key={x} x={x} y={y} width={Math.max(1, wide - 1)} height={high} fill={colourOf(0)} opacity={0.55} />
          ))}
          {outlines.map(({ name, path }, index) => (
            <path
              key={name}
              d={path}
              fill="none"
              stroke={colourOf(index + 1)}
              strokeWidth={1.75}
              strokeDasharray={(seriesDashes[index] ?? []).join(" ")}
            />
          ))}
          <line
            className={styles.axis}
            x1={box.left}
            x2={box.width - box.right}
            y1={height - box.bottom}
            y2={height - box.bottom}
          />
          {ticks.map(({ x, value }) => (
            <text key={x} className={styles.text} x={x} y={height - 8} textAnchor="end">
              {formatMs(value, 2)}
            </text>
          ))}
        </svg>
      </div>
      <FiguresTable
        caption={spec.title}
        head={["Up to", ...spec.series.map(({ name }) => name)]}
        rows={() =>
          spec.x.map((bound, row) => [
            typeof bound === "number" ? formatMs(bound) : bound,
            ...spec.series.map(({ values }) => format(values[row] ?? 0)),
          ])
        }
      />
    </figure>
  );
}
