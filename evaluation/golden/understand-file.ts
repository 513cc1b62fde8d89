import { PerfAgentError } from "../../src/contract/errors.ts";

/** Runs `work` on a file; whatever goes wrong becomes PA_RUN_BUNDLE_DAMAGED with its path. */
export async function understandFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw PerfAgentError.of("PA_RUN_BUNDLE_DAMAGED", `${path}: ${reason}`, { cause: error });
  }
}
