import type { StreamState } from "../../api/follow-run.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { When } from "../../components/when.tsx";
import classes from "./live.module.css";

/** Says when what is shown is not of now. Nothing is said while all is well. */
export function StreamNotice({ stream }: { readonly stream: StreamState }) {
  if (stream.kind === "refused") return <ProblemNotice problem={stream.problem} />;
  if (stream.kind !== "waiting") return null;
  return (
    <div role="status" className={classes.notice}>
      The connection to the service is broken. What you see is as it was; nothing will be missing when it is back. Next
      try: <When at={stream.retryAt} format="time" />
    </div>
  );
}
