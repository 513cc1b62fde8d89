import classes from "./charts.module.css";
import { layOutEffect } from "./effect-model.ts";

export interface EffectBarProps {
  /** Share of the value before, as `interval` and `mde`. */
  readonly effect: number;
  readonly interval: readonly [number, number] | null;
  readonly mde: number | null;
  /** Share at the two ends, the same for all rows of a table so that they can be compared. */
  readonly reach: number;
  readonly isBad: boolean;
  /** Says in words what is drawn. */
  readonly text: string;
}

const [width, height] = [150, 20];

/** A change with its interval on a line whose middle is "as before"; what the run could not have seen is shaded around it. */
export function EffectBar({ effect, interval, mde, reach, isBad, text }: EffectBarProps) {
  const { zero, blind, line, dot, isCut } = layOutEffect({ effect, interval, mde, reach }, width);
  const colour = isBad ? "var(--chart-5)" : "var(--chart-1)";
  return (
    <svg width={width} height={height} role="img" aria-label={text}>
      <title>{text}</title>
      {blind !== null && (
        <rect className={classes.band} x={blind.from} width={blind.to - blind.from} y={3} height={14} />
      )}
      <line className={classes.axis} x1={0} x2={width} y1={10} y2={10} />
      <line className={classes.usual} x1={zero} x2={zero} y1={1} y2={19} />
      {line !== null && (
        <line x1={line.from} x2={line.to} y1={10} y2={10} stroke={colour} strokeWidth={4} opacity={0.55} />
      )}
      {isCut ? (
        <path d={dot > zero ? `M${dot - 7} 5l7 5l-7 5z` : `M${dot + 7} 5l-7 5l7 5z`} fill={colour} />
      ) : (
        <circle cx={dot} cy={10} r={4} fill={colour} />
      )}
    </svg>
  );
}
