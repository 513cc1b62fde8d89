import { keepUpload, type ResultsUpload, type UploadPart } from "../../services/analyses/keep-upload.ts";
import type { Service } from "../../services/service.ts";
import type { UploadPart as MultipartPart } from "./collect-plan-parts.ts";
import type { UploadRequest } from "./read-plan-upload.ts";
import { uploadError } from "./upload-error.ts";

/** Short texts beside the files. */
const mostTextBytes = 1_000_000;
const mostFiles = 24;
const mostFields = 24;

/** Takes in the results of a multipart request, piece by piece. Throws PA_UPLOAD_INVALID and PA_UPLOAD_TOO_LARGE. */
export async function readResultsUpload(
  request: Pick<UploadRequest, "parts">,
  service: Service,
): Promise<ResultsUpload> {
  try {
    const parts = request.parts({
      preservePath: false,
      limits: {
        fieldNameSize: 100,
        fieldSize: mostTextBytes,
        fields: mostFields,
        // One more than fits, so that what is too large is told apart from what is cut off.
        fileSize: service.settings.limits.uploadBytes + 1,
        files: mostFiles,
        parts: mostFields + mostFiles,
        headerPairs: 50,
      },
    });
    return await keepUpload(service, partsOf(parts));
  } catch (error) {
    throw uploadError(error, "results have");
  }
}

async function* partsOf(parts: AsyncIterable<MultipartPart>): AsyncGenerator<UploadPart> {
  for await (const part of parts) {
    const field = part.fieldname;
    if (part.type === "file") yield { kind: "file", field, name: part.filename, chunks: part.file };
    else {
      // A part that says it is JSON was parsed already.
      const text = typeof part.value === "string" ? part.value : JSON.stringify(part.value);
      yield { kind: "text", field, text, truncated: part.valueTruncated };
    }
  }
}
