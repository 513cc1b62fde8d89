import type { RunDocument } from "../../contract/run.ts";
import { readBaselineSeries } from "../carry-baselines.ts";
import { importResults } from "../import-results.ts";
import { hideFolders } from "../plans/hide-folder.ts";
import { placed } from "../run-bundle.ts";
import type { Service } from "../service.ts";
import type { AnalysisPayload } from "./analysis-payload.ts";
import type { ResultsUpload } from "./keep-upload.ts";
import { queueAnalysis } from "./queue-analysis.ts";
import { keepShown } from "./shown-analysis.ts";

/** Results of so many bytes are judged while somebody waits; more are the job loop's matter. */
const longBytes = 48_000_000;

/** The run that results became, or the job that makes it. */
export type AnalysedUpload =
  | { readonly runId: string; readonly number: null; readonly document: RunDocument }
  | { readonly jobId: string };

/** Judges results that were handed in; the upload is gone afterwards. Throws PA_IMPORT_FORMAT, PA_IMPORT_ROW, PA_SLO_INVALID, PA_BASELINE_INVALID. */
export async function analyseUpload(
  service: Service,
  { upload, actor }: { readonly upload: ResultsUpload; readonly actor: string },
): Promise<AnalysedUpload> {
  const payload: UploadPayload = { of: "upload", upload: { ...upload, sloFiles: [...upload.sloFiles] }, actor };
  if (upload.unpackedBytes <= longBytes) return judgeUpload(service, payload);
  try {
    return await queueAnalysis(service, payload, null);
  } catch (error) {
    await service.documents.remove(upload.directory);
    throw error;
  }
}

type UploadPayload = Extract<AnalysisPayload, { readonly of: "upload" }>;

/** Does what a payload asks for. Throws as `analyseUpload`. */
export async function judgeUpload(
  service: Service,
  { upload, actor }: UploadPayload,
): Promise<{ readonly runId: string; readonly number: null; readonly document: RunDocument }> {
  const { directory, resultsFile, sloFiles, baselinesFile, environment } = upload;
  // Where uploads lie on this machine is nobody's business.
  const hidden = hideFolders([`${directory}/results`, `${directory}/baselines`, directory]);
  const judge = async (): ReturnType<typeof judgeUpload> => {
    const baselines = baselinesFile === null ? null : await readBaselineSeries(service, baselinesFile);
    const { analysis, directory: kept } = await importResults(service, {
      resultsFile,
      sloFiles,
      service: upload.service,
      environment: environment ?? undefined,
      tags: { author: actor },
      baselines,
      inconclusiveAs: undefined,
    });
    await keepShown(service, await service.folders.open(kept), "", { analysis, narrative: null });
    const { runId, verdict } = analysis.document;
    const { audit } = await service.store();
    await audit.record({
      at: service.clock.now(),
      actor,
      action: "import-results",
      outcome: "done",
      runId,
      subject: `results for ${upload.service}`,
      reasons: [`it is ${verdict}`],
    });
    return { runId, number: null, document: placed(analysis.document, kept) };
  };
  try {
    return await hidden.during(judge);
  } finally {
    await service.documents.remove(directory);
  }
}
