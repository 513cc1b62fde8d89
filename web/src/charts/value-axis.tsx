import type { ReactElement } from "react";
import styles from "./charts.module.css";
import type { NiceScale } from "./nice-scale.ts";
import type { PlotBox } from "./points-model.ts";

interface ValueAxisProps {
  readonly scale: NiceScale;
  readonly box: PlotBox;
  readonly y: (value: number) => number;
  readonly format: (value: number) => string;
}

/** Horizontal lines at round values, and what they are. */
export function ValueAxis({ scale, box, y, format }: ValueAxisProps): ReactElement {
  return (
    <g aria-hidden>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={box.left} x2={box.width - box.right} y1={y(tick)} y2={y(tick)} />
          <text className={styles.text} x={box.left - 6} y={y(tick)} dy="0.32em" textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}
