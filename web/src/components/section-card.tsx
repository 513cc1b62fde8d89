import { useId, type ReactNode } from "react";
import classes from "./section-card.module.css";

export interface SectionCardProps {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  /** The content reaches the edges, as tables do. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** A titled part of a page, found by screen readers as a region of its name. */
export function SectionCard({ title, hint, actions, flush = false, children }: SectionCardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.card}>
      <header className={classes.header}>
        <h2 id={id}>{title}</h2>
        {hint !== undefined && <span className={classes.hint}>{hint}</span>}
        {actions !== undefined && <div className={`${classes.actions ?? ""} no-print`}>{actions}</div>}
      </header>
      <div className={flush ? classes.flush : classes.content}>{children}</div>
    </section>
  );
}
