import { createHash } from "node:crypto";
import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Documents } from "../../ports/documents.ts";
import { writeAtomically } from "./write-atomically.ts";

/** Documents on the local disk; relative paths are seen from `directory`. */
export function localDocuments(directory: string): Documents {
  return {
    async readBytes(path) {
      try {
        return await readFile(resolve(directory, path));
      } catch (error) {
        if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
          return null;
        const why = error instanceof Error ? error.message : String(error);
        throw PerfAgentError.of("PA_FILE_UNREADABLE", `${path}: ${why}`, { cause: error });
      }
    },
    async write(path, content, options) {
      const full = resolve(directory, path);
      if (
        !options.overwrite &&
        (await stat(full).then(
          () => true,
          () => false,
        ))
      ) {
        throw PerfAgentError.of("PA_FILE_EXISTS", `${path} exists`);
      }
      await mkdir(dirname(full), { recursive: true });
      await writeAtomically(full, content, options.private === true ? 0o600 : 0o644);
    },
    sha256: (content) => createHash("sha256").update(content).digest("hex"),
    beside: (file, relative) => resolve(directory, dirname(file), relative),
  };
}
