import { useEffect, useRef, type ReactNode } from "react";
import { Link } from "wouter";
import classes from "./page.module.css";

export interface PageProps {
  readonly title: string;
  /** One or two sentences below the title. */
  readonly lead?: ReactNode;
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  /** Pages above this one. */
  readonly crumbs?: readonly { readonly href: string; readonly label: string }[];
  /** Beside the title, such as a verdict. */
  readonly badge?: ReactNode;
  readonly children: ReactNode;
}

let hasShownPage = false;

/** Frame of every page: the document's title, its one first heading, and where a screen reader begins after a change of page. */
export function Page({ title, lead, actions, crumbs, badge, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Perf-Xi`;
  }, [title]);
  useEffect(() => {
    // At the first page the browser itself begins at the top, and whoever answers a dialog stays in it.
    if (hasShownPage && document.activeElement?.closest("[role=dialog]") == null) heading.current?.focus();
    hasShownPage = true;
  }, []);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.titles}>
          {crumbs !== undefined && crumbs.length > 0 && (
            <nav aria-label="Above this page" className={classes.crumbs}>
              {crumbs.map(({ href, label }) => (
                <Link key={href} href={href}>
                  {label}
                </Link>
              ))}
            </nav>
          )}
          <div className={classes.titleLine}>
            <h1 ref={heading} tabIndex={-1} className={classes.title}>
              {title}
            </h1>
            {badge}
          </div>
          {lead !== undefined && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions !== undefined && <div className={`${classes.actions ?? ""} no-print`}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
