import { Button, FileInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { useMay } from "../../api/use-access.ts";
import { useAnalyseResults } from "../../api/use-analyse.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { showProblem } from "../../components/toast-list.ts";
import { JobWatch } from "./job-watch.tsx";

/** Judges results that another tool made, as a run of their own. Large ones are judged by and by; the page opens when they are done. */
export function ImportButton() {
  const [isAsking, setAsking] = useState(false);
  const [jobId, setJobId] = useState<string | null>(null);
  const [, go] = useLocation();
  const mayAnalyse = useMay("analyse-run");
  if (!mayAnalyse) return null;
  const open = (runId: string): void => go(`/runs/${encodeURIComponent(runId)}`);
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Judge results of another tool
      </Button>
      {jobId !== null && <JobWatch jobId={jobId} onDone={open} onEnd={() => setJobId(null)} />}
      {isAsking && <ImportDialog onClose={() => setAsking(false)} onRun={open} onJob={setJobId} />}
    </>
  );
}

interface ImportDialogProps {
  readonly onClose: () => void;
  readonly onRun: (runId: string) => void;
  readonly onJob: (jobId: string) => void;
}

function ImportDialog({ onClose, onRun, onJob }: ImportDialogProps) {
  const [results, setResults] = useState<File | null>(null);
  const [slos, setSlos] = useState<File[]>([]);
  const [service, setService] = useState("");
  const [environment, setEnvironment] = useState("");
  const analysing = useAnalyseResults();
  const analyse = (): void => {
    if (results === null) return;
    analysing.mutate(
      { results, slos, service: service.trim(), environment: environment.trim() },
      {
        onSuccess: (answer) => {
          onClose();
          if ("jobId" in answer) onJob(answer.jobId);
          else onRun(answer.runId);
        },
        onError: showProblem,
      },
    );
  };
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title="Judge results of another tool"
      confirmLabel="Judge"
      onConfirm={analyse}
      isPending={analysing.isPending}
      isDisabled={results === null || service.trim() === ""}
    >
      <Stack gap="sm">
        <FileInput
          label="Results"
          description="k6 CSV or JSON, or a JTL of JMeter; as it is or as .gz"
          placeholder="Choose a file"
          required
          data-autofocus
          value={results}
          onChange={setResults}
        />
        <TextInput
          label="Service"
          required
          maxLength={200}
          value={service}
          onChange={(event) => setService(event.currentTarget.value)}
        />
        <TextInput
          label="Environment (may stay empty)"
          maxLength={200}
          value={environment}
          onChange={(event) => setEnvironment(event.currentTarget.value)}
        />
        <FileInput
          label="Objectives (may stay empty)"
          placeholder="Choose files"
          multiple
          clearable
          accept=".yaml,.yml,.json"
          value={slos}
          onChange={setSlos}
        />
      </Stack>
    </ConfirmDialog>
  );
}
