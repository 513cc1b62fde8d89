import type { SubmitPlanRequest } from "../../contract/api/plans.ts";
import { mostPlanBytes, mostPlanFiles } from "../../services/plans/plan-bundle.ts";
import { collectPlanParts, type UploadPart } from "./collect-plan-parts.ts";
import { uploadError } from "./upload-error.ts";

/** What is asked of a request with a multipart body. */
export interface UploadRequest {
  isMultipart(): boolean;
  parts(options: {
    readonly preservePath: boolean;
    readonly limits: {
      readonly fieldNameSize: number;
      readonly fieldSize: number;
      readonly fields: number;
      readonly fileSize: number;
      readonly files: number;
      readonly parts: number;
      readonly headerPairs: number;
    };
  }): AsyncIterable<UploadPart>;
}

/** Parts that are no files of the plan: environment and overrides. */
const otherParts = 101;

/**
 * The body of a multipart request in the form that it has as JSON, for the same schema to judge. `mostBytes`: of all parts, unpacked.
 * Throws PA_UPLOAD_INVALID and PA_UPLOAD_TOO_LARGE.
 */
export async function readPlanUpload(
  request: Pick<UploadRequest, "parts">,
  mostBytes: number,
): Promise<Partial<SubmitPlanRequest>> {
  const most = Math.min(mostBytes, mostPlanBytes);
  try {
    const parts = request.parts({
      // The file name of a part is the path under which the plan names it.
      preservePath: true,
      limits: {
        fieldNameSize: 100,
        fieldSize: most,
        fields: mostPlanFiles + otherParts,
        // One more than fits, so that what is too large is told apart from what is cut off.
        fileSize: most + 1,
        files: mostPlanFiles,
        parts: mostPlanFiles + otherParts,
        headerPairs: 50,
      },
    });
    return await collectPlanParts(parts, most);
  } catch (error) {
    throw uploadError(error, "a plan has");
  }
}
