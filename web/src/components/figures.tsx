import type { ReactNode } from "react";
import classes from "./figures.module.css";
import type { Tone } from "./status-badge.tsx";

/** A row of figures that are read at a glance. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className={classes.figures}>{children}</dl>;
}

export interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  /** Below it, small: what it is held against. */
  readonly hint?: ReactNode;
  readonly tone?: Tone;
}

export function Figure({ label, value, hint, tone }: FigureProps) {
  return (
    <div className={classes.figure} data-tone={tone}>
      <dt>{label}</dt>
      <dd>
        {value}
        {hint !== undefined && <small>{hint}</small>}
      </dd>
    </div>
  );
}
