import { Loader } from "@mantine/core";
import { useEffect, useEffectEvent } from "react";
import { useJob } from "../../api/use-runs.ts";
import { showToast } from "../../components/toast-list.ts";

export interface JobWatchProps {
  readonly jobId: string;
  /** It is done, and this run holds what it made. */
  readonly onDone: (runId: string) => void;
  /** It is over, whichever way. */
  readonly onEnd: () => void;
}

/** Waits for long work, says that it goes on, and says when it failed. */
export function JobWatch({ jobId, onDone, onEnd }: JobWatchProps) {
  const { data } = useJob(jobId);
  const end = useEffectEvent(() => {
    if (data === undefined) return;
    if (data.state === "failed")
      showToast({
        title: data.problem?.text ?? "The results could not be judged",
        tone: "fail",
        ...(data.problem === null ? {} : { text: data.problem.remedy }),
      });
    onEnd();
    if (data.state === "done" && data.runId !== null) onDone(data.runId);
  });
  const isOver = data?.state === "done" || data?.state === "failed";
  useEffect(() => {
    if (isOver) end();
  }, [isOver]);
  return (
    <span role="status">
      <Loader size="xs" /> Judging
    </span>
  );
}
