import { PerfAgentError } from "../../contract/errors.ts";

/**
 * Plan and objectives of one request together. Reading YAML takes microseconds a byte at worst, during which the process does nothing else:
 * it must not lose hold of a load that is under way.
 */
export const mostTextBytes = 256 * 1024;

/** Throws PA_UPLOAD_TOO_LARGE for texts that nobody wrote by hand. */
export function assertTextSize(texts: readonly string[]): void {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes <= mostTextBytes) return;
  throw PerfAgentError.of(
    "PA_UPLOAD_TOO_LARGE",
    `plan and objectives may have ${mostTextBytes / 1024} KiB together; these have ${Math.ceil(bytes / 1024)} KiB`,
  );
}
