import type { ReactNode } from "react";
import classes from "./empty-state.module.css";

export interface EmptyStateProps {
  readonly title: string;
  /** What would be here, and how it comes here. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Stands where nothing is yet, and teaches how that changes. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <h2>{title}</h2>
      <div className={classes.text}>{children}</div>
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </div>
  );
}
