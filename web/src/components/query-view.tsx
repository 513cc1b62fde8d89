import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { ProblemNotice } from "./problem-notice.tsx";

/** What of a query's result decides which of its three faces is shown. */
export interface ShownQuery<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  refetch(): unknown;
}

export interface QueryViewProps<T> {
  readonly query: ShownQuery<T>;
  /** What stands in until the first answer; three grey lines unless said. */
  readonly skeleton?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** Data, or why there are none, or that they are on their way. Data that were once there stay when a later question fails. */
export function QueryView<T>({ query, skeleton, children }: QueryViewProps<T>) {
  const { data, error } = query;
  if (data !== undefined) return <>{children(data)}</>;
  if (error !== null && error !== undefined)
    return <ProblemNotice problem={error} onRetry={() => void query.refetch()} />;
  return (
    <div aria-busy="true">
      <span className="unseen">Loading</span>
      {skeleton ?? (
        <>
          <Skeleton height={18} mb={10} />
          <Skeleton height={18} mb={10} width="80%" />
          <Skeleton height={18} width="60%" />
        </>
      )}
    </div>
  );
}
