import type { SubmittedPlan } from "../../../../src/contract/api/plans.ts";
import { StatusBadge } from "../../components/status-badge.tsx";
import classes from "./objectives-view.module.css";

/** Objectives as they were understood, whatever tool they were written for. */
export function ObjectivesView({ understood }: { readonly understood: SubmittedPlan["understood"] }) {
  if (understood.length === 0)
    return <p className={classes.none}>No objectives: a run could only tell whether its load was delivered.</p>;
  return (
    <ul className={`plain ${classes.list ?? ""}`}>
      {understood.map(({ name, text, dialect, note, severity, stop }) => (
        <li key={name}>
          <span className={classes.name}>
            {name}
            {severity !== "fail" && (
              <>
                {" "}
                <StatusBadge size="sm" tone="note">
                  {severity === "warn" ? "warns" : "earns points"}
                </StatusBadge>
              </>
            )}
            {stop && (
              <>
                {" "}
                <StatusBadge size="sm" tone="warn">
                  stops the run
                </StatusBadge>
              </>
            )}
          </span>
          {(dialect !== "short form" || note !== null) && (
            <small>
              {dialect}
              {text === name ? "" : `: ${text}`}
              {note === null ? "" : `. ${note}`}
            </small>
          )}
        </li>
      ))}
    </ul>
  );
}
