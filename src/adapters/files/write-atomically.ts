import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { PerfAgentError } from "../../contract/errors.ts";

/** Runs `work`; whatever the file system refuses becomes PA_WRITE_FAILED with the path. */
export async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw PerfAgentError.of("PA_WRITE_FAILED", `${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Temporary name, sync, rename: a reader sees the old file or the new one, never a half. */
export async function writeAtomically(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  await writing(path, async () => {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  });
}
