import type { JobHand } from "../background/job-hand.ts";
import { judgeAgain } from "./analyse-again.ts";
import { judgeUpload } from "./analyse-upload.ts";
import { readAnalysisPayload } from "./analysis-payload.ts";

/** Makes an analysis that was too long to be waited for. One that has not begun when the service is stopped is left for the next process. */
export const analyseJob: JobHand = async (service, job, { stopping }) => {
  if (stopping.aborted) return null;
  const payload = readAnalysisPayload(job);
  const { runId } = payload.of === "run" ? await judgeAgain(service, payload) : await judgeUpload(service, payload);
  return { runId };
};
