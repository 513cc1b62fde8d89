import { PerfAgentError } from "../../contract/errors.ts";

/** What went wrong while a multipart body was read, as one of ours. `than`: what has fewer parts, such as "a plan has". */
export function uploadError(error: unknown, than: string): unknown {
  if (error instanceof PerfAgentError || !(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  if (/^FST_(?:PARTS|FILES|FIELDS)_LIMIT$|^FST_REQ_FILE_TOO_LARGE$/u.test(code))
    return PerfAgentError.of("PA_UPLOAD_TOO_LARGE", `the body has more parts, or larger ones, than ${than}`, {
      cause: error,
    });
  return PerfAgentError.of("PA_UPLOAD_INVALID", `the multipart body cannot be read: ${error.message}`, {
    cause: error,
  });
}
