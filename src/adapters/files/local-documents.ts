import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, realpath, rm, stat } from "node:fs/promises";
import { dirname, join, relative as relativePath, resolve, sep } from "node:path";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Documents } from "../../ports/documents.ts";
import { receiveFile } from "./receive-file.ts";
import { writeAtomically } from "./write-atomically.ts";

/** Documents on the local disk; relative paths are seen from `directory`. */
export function localDocuments(directory: string): Documents {
  return {
    async readBytes(path) {
      try {
        const full = resolve(directory, path);
        const found = await stat(full);
        // A device never ends; a pipe, as shells make them of commands, does.
        if (!found.isFile() && !found.isFIFO()) throw new Error("is no file");
        return await readFile(full);
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
    async readInside(file, relative) {
      const folder = await realpath(resolve(directory, dirname(file)));
      const outside = (why: string): PerfAgentError => PerfAgentError.of("PA_GUARD_FILE", `${relative} ${why}`);
      const path = resolve(folder, relative);
      if (!path.startsWith(folder + sep)) throw outside("lies outside the folder of the plan");
      const real = await realpath(path).catch(() => null);
      if (real === null) return null;
      if (!real.startsWith(folder + sep)) throw outside("is a link to outside the folder of the plan");
      if (!(await stat(real)).isFile()) throw outside("is no regular file");
      return readFile(real);
    },
    async listFiles(folder) {
      const root = resolve(directory, folder);
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
      const paths: string[] = [];
      for (const entry of entries) {
        const path = relativePath(root, join(entry.parentPath, entry.name)).replaceAll(sep, "/");
        if (entry.isFile()) paths.push(path);
        else if (!entry.isDirectory())
          throw PerfAgentError.of("PA_GUARD_FILE", `${folder}/${path} is a link or no regular file`);
      }
      return paths.toSorted();
    },
    receive: (path, chunks, limits) => receiveFile(resolve(directory, path), chunks, limits),
    remove: (path) => rm(resolve(directory, path), { recursive: true, force: true }),
    sha256: (content) => createHash("sha256").update(content).digest("hex"),
    beside: (file, relative) => resolve(directory, dirname(file), relative),
  };
}
