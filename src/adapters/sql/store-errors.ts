import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { PerfAgentError } from "../../contract/errors.ts";

/** SQLite's primary result codes that users can mend. */
const errorCodes: Readonly<Record<number, "PA_STORE_LOCKED" | "PA_STORE_CORRUPT" | "PA_WRITE_FAILED">> = {
  5: "PA_STORE_LOCKED",
  6: "PA_STORE_LOCKED",
  8: "PA_WRITE_FAILED",
  10: "PA_WRITE_FAILED",
  11: "PA_STORE_CORRUPT",
  13: "PA_WRITE_FAILED",
  14: "PA_WRITE_FAILED",
  26: "PA_STORE_CORRUPT",
};

function toCodedError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("errcode" in error)) return error;
  const code = errorCodes[Number(error.errcode) % 256];
  return code === undefined ? error : PerfAgentError.of(code, `${path}: ${error.message}`, { cause: error });
}

/** Does work on a store; what the database complains of becomes PA_STORE_LOCKED, PA_STORE_CORRUPT or PA_WRITE_FAILED. */
export type Guarded = <T>(work: () => Promise<T>) => Promise<T>;

/** `name`: what errors call the store, such as its path. */
export function guardedBy(name: string): Guarded {
  return async (work) => {
    try {
      return await work();
    } catch (error) {
      throw toCodedError(name, error);
    }
  };
}

/** Makes the folder that a file of SQLite shall stand in. Throws PA_WRITE_FAILED. */
export async function makeFolderOf(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw PerfAgentError.of("PA_WRITE_FAILED", `${dirname(path)}: ${why}`, { cause: error });
  }
}
