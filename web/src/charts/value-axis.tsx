import classes from "./charts.module.css";
import type { NiceScale } from "./nice-scale.ts";
import type { PlotBox } from "./points-model.ts";

export interface ValueAxisProps {
  readonly scale: NiceScale;
  readonly box: PlotBox;
  readonly y: (value: number) => number;
  readonly format: (value: number) => string;
}

/** Horizontal lines at round values, and what they are. */
export function ValueAxis({ scale, box, y, format }: ValueAxisProps) {
  return (
    <g aria-hidden="true">
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line className={classes.grid} x1={box.left} x2={box.width - box.right} y1={y(tick)} y2={y(tick)} />
          <text className={classes.text} x={box.left - 6} y={y(tick)} dy="0.32em" textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}
