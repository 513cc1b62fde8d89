import { Button, FileInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { useMay } from "../../api/use-access.ts";
import { useJudgeAgain } from "../../api/use-analyse.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { showProblem } from "../../components/toast-list.ts";
import { JobWatch } from "../runs/job-watch.tsx";

/** Judges the figures of a run by other objectives. The first analysis stays as it is; the new one has an address of its own. */
export function JudgeAgainButton({ runId }: { readonly runId: string }) {
  const [isAsking, setAsking] = useState(false);
  const [slos, setSlos] = useState<File[]>([]);
  const [jobId, setJobId] = useState<string | null>(null);
  const [, go] = useLocation();
  const mayAnalyse = useMay("analyse-run");
  const judging = useJudgeAgain();
  if (!mayAnalyse) return null;
  const showLatest = (): void => go(`/runs/${encodeURIComponent(runId)}?analysis=latest`);
  const judge = async (): Promise<void> => {
    try {
      const texts = await Promise.all(slos.map(async (file) => [file.name, await file.text()] as const));
      const answer = await judging.mutateAsync({
        runId,
        ...(texts.length === 0 ? {} : { slos: Object.fromEntries(texts) }),
      });
      setAsking(false);
      if ("jobId" in answer) setJobId(answer.jobId);
      else showLatest();
    } catch (error) {
      showProblem(error);
    }
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Judge again
      </Button>
      {jobId !== null && <JobWatch jobId={jobId} onDone={showLatest} onEnd={() => setJobId(null)} />}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title="Judge the run again"
        confirmLabel="Judge"
        onConfirm={() => void judge()}
        isPending={judging.isPending}
      >
        <p>
          The figures stay; only the objectives are others. Without files it is judged by those that it was judged by,
          with this version.
        </p>
        <FileInput
          label="Objectives (may stay empty)"
          placeholder="Choose files"
          multiple
          clearable
          accept=".yaml,.yml,.json"
          data-autofocus
          value={slos}
          onChange={setSlos}
        />
      </ConfirmDialog>
    </>
  );
}
