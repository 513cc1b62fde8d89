import { Button } from "@mantine/core";
import { toApiProblem } from "../api/api-problem.ts";
import classes from "./problem-notice.module.css";

export interface ProblemNoticeProps {
  /** What was thrown. */
  readonly problem: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong, where, and what to do about it, at the place where the answer would be. */
export function ProblemNotice({ problem, onRetry }: ProblemNoticeProps) {
  const { code, detail, remedy, errors } = toApiProblem(problem);
  const others = errors.length > 1 ? errors : [];
  return (
    <div role="alert" className={classes.notice}>
      <p className={classes.detail}>{detail}</p>
      {remedy !== "" && <p>{remedy}</p>}
      {others.length > 0 && (
        <ul className={classes.errors}>
          {others.map(({ code: each, text, file, line }, index) => (
            <li key={`${each}${index}`}>
              {file !== null && (
                <code>
                  {file}
                  {line === null ? "" : `:${line}`}
                </code>
              )}{" "}
              {text}
            </li>
          ))}
        </ul>
      )}
      <p className={classes.foot}>
        {code.startsWith("PA_") && (
          <a href={`/docs/errors#${code}`} target="_blank" rel="noreferrer">
            {code}
          </a>
        )}
        {onRetry !== undefined && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </p>
    </div>
  );
}
