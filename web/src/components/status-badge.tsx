import type { ReactNode } from "react";
import classes from "./status-badge.module.css";

/** Meaning of a colour; the words inside say the same, so that nobody has to see it. */
export type Tone = "pass" | "warn" | "fail" | "invalid" | "note";

export interface StatusBadgeProps {
  readonly tone: Tone;
  readonly size?: "sm" | "md" | "lg";
  /** Words, and what is said to those who point at them. */
  readonly children: ReactNode;
  readonly title?: string;
}

export function StatusBadge({ tone, size = "md", children, title }: StatusBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone} data-size={size} title={title}>
      {children}
    </span>
  );
}
