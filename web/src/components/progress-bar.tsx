import { useId } from "react";
import classes from "./progress-bar.module.css";
import type { Tone } from "./status-badge.tsx";

export interface ProgressBarProps {
  readonly label: string;
  readonly value: number;
  /** What `value` is held against; 0: nothing is known, and the bar is empty. */
  readonly max: number;
  /** In words, at the right; "41 %" unless said. */
  readonly text?: string;
  readonly tone?: Tone;
}

/** How much of a time, a budget or a limit is used. Beyond the end it stays full. */
export function ProgressBar({ label, value, max, text, tone = "note" }: ProgressBarProps) {
  const id = useId();
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  const percent = Math.round(share * 100);
  return (
    <div className={classes.bar} data-tone={tone}>
      <span id={id}>{label}</span>
      <span className={classes.text}>{text ?? `${percent} %`}</span>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text ?? `${percent} %`}
        className={classes.track}
      >
        <i style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  );
}
