import type { AnalyseRequest } from "../../contract/api/runs.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Service } from "../service.ts";
import { analyseAgain, type AnalysedAgain } from "./analyse-again.ts";
import { analyseUpload, type AnalysedUpload } from "./analyse-upload.ts";
import type { ResultsUpload } from "./keep-upload.ts";

export interface AnalyseInput {
  /** What names a run that is kept; null: results were handed in. */
  readonly request: AnalyseRequest | null;
  readonly upload: ResultsUpload | null;
  readonly actor: string;
  readonly idempotencyKey: string | null;
}

/** Judges a kept run again, or results that were handed in. Throws PA_UPLOAD_INVALID where there is neither, and as either does. */
export async function analyse(
  service: Service,
  { request, upload, actor, idempotencyKey }: AnalyseInput,
): Promise<AnalysedAgain | AnalysedUpload> {
  if (upload !== null) return analyseUpload(service, { upload, actor });
  if (request !== null) return analyseAgain(service, { ...request, actor, idempotencyKey });
  throw PerfAgentError.of(
    "PA_UPLOAD_INVALID",
    "there is neither a body of JSON with `runId` nor a multipart body with `results`",
  );
}
