import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, isAbsolute, join, resolve, sep } from "node:path";
import { z } from "zod";
import { PerfAgentError, type Mistake } from "../../contract/errors.ts";
import { createWindowDecoder } from "../../contract/decode-windows.ts";
import type { Window } from "../../contract/window.ts";
import type { CompressedFile, RunFolder, RunFolders } from "../../ports/run-folders.ts";
import { openGzip } from "./open-gzip.ts";
import { writeAtomically, writing } from "./write-atomically.ts";

const manifestName = "manifest.json";
const windowsName = "windows.bin";
const laterAnalyses = "analyses/";

const manifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  files: z.record(z.string(), z.strictObject({ sha256: z.string(), bytes: z.number() })),
});
type Manifest = z.infer<typeof manifestSchema>;

const digestedAtOnce = 1024 * 1024;

/** A piece at a time: windows of a long run are large. Throws PA_RUN_BUNDLE_DAMAGED when the file cannot be read. */
async function digest(directory: string, name: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(join(directory, name), {
      highWaterMark: digestedAtOnce,
    }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    throw unreadable(directory, name, error);
  }
  return { sha256: hash.digest("hex"), bytes };
}

function unreadable(directory: string, name: string, cause: unknown): PerfAgentError {
  return PerfAgentError.of("PA_RUN_BUNDLE_DAMAGED", `${directory}: ${name} cannot be read`, { cause });
}

class LocalRunFolder implements RunFolder {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    const path = this.#path(name);
    await writing(path, () => mkdir(resolve(path, ".."), { recursive: true }));
    await writeAtomically(path, content);
  }

  async appendWindows(frames: Uint8Array): Promise<void> {
    const path = this.#path(windowsName);
    await writing(path, () => appendFile(path, frames));
  }

  async appendLine(name: string, line: string): Promise<void> {
    const path = this.#path(name);
    await writing(path, () => appendFile(path, `${line}\n`));
  }

  async setAside(names: readonly string[], below: string): Promise<void> {
    const target = this.#path(below);
    await writing(target, () => mkdir(target, { recursive: true }));
    for (const name of names) {
      if (!(await this.has(name))) continue;
      await writing(target, () => rename(this.#path(name), join(target, basename(name))));
    }
  }

  async discard(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  openCompressed(name: string): CompressedFile {
    return openGzip(this.#path(name));
  }

  async read(name: string): Promise<string> {
    return new TextDecoder().decode(await this.readBytes(name));
  }

  async readBytes(name: string): Promise<Uint8Array> {
    try {
      return await readFile(this.#path(name));
    } catch (error) {
      throw unreadable(this.directory, name, error);
    }
  }

  async readFrom(name: string, from: number, most: number): Promise<Uint8Array> {
    const path = this.#path(name);
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    const length = Math.min(most, size - from);
    if (length <= 0) return new Uint8Array(0);
    try {
      const file = await open(path, "r");
      try {
        const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, from);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      // Set aside between both looks.
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Uint8Array(0);
      throw unreadable(this.directory, name, error);
    }
  }

  async has(name: string): Promise<boolean> {
    return stat(this.#path(name)).then(
      (found) => found.isFile(),
      () => false,
    );
  }

  async readWindows(): Promise<readonly Window[]> {
    if (!(await this.has(windowsName))) return [];
    return createWindowDecoder().push(await this.readBytes(windowsName));
  }

  async seal(): Promise<void> {
    const files: Record<string, { sha256: string; bytes: number }> = {};
    for (const name of await this.#fileNames()) files[name] = await digest(this.directory, name);
    const manifest: Manifest = { schemaVersion: 1, files };
    await this.write(manifestName, `${JSON.stringify(manifest, null, 2)}\n`);
  }

  async verify(): Promise<void> {
    const manifest = manifestSchema.parse(JSON.parse(await this.read(manifestName)));
    const present = new Set(await this.#fileNames());
    const mistakes: Mistake[] = [];
    const say = (text: string): void => {
      mistakes.push({ code: "PA_RUN_BUNDLE_DAMAGED", text: `${this.directory}: ${text}` });
    };
    for (const [name, { sha256 }] of Object.entries(manifest.files)) {
      if (!present.delete(name)) say(`${name} is missing`);
      else if ((await digest(this.directory, name)).sha256 !== sha256)
        say(`${name} was changed after the run was sealed`);
    }
    for (const name of present) say(`${name} was added after the run was sealed`);
    if (mistakes.length > 0) throw new PerfAgentError(mistakes);
  }

  /** Every file but the manifest and later analyses, with forward slashes, sorted. */
  async #fileNames(): Promise<string[]> {
    const entries = await readdir(this.directory, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(this.directory.length + 1)
          .replaceAll(sep, "/"),
      )
      .filter((name) => name !== manifestName && !name.endsWith(".tmp") && !name.startsWith(laterAnalyses))
      .toSorted();
  }

  #path(name: string): string {
    const path = resolve(this.directory, name);
    if (!path.startsWith(this.directory + sep)) throw new TypeError(`${name} leaves the run folder`);
    return path;
  }
}

/** Run folders below `root`, one folder a run. `latest` is a link to the newest. */
export function localRunFolders(root: string): RunFolders {
  return {
    root,
    async create(runId) {
      const directory = join(root, runId);
      await writing(directory, async () => {
        await mkdir(root, { recursive: true });
        await mkdir(directory);
        const link = join(root, `.latest-${basename(runId)}`);
        await symlink(runId, link);
        await rename(link, join(root, "latest"));
      });
      return new LocalRunFolder(directory);
    },
    async open(nameOrPath) {
      const candidates = isAbsolute(nameOrPath) ? [nameOrPath] : [join(root, nameOrPath), resolve(nameOrPath)];
      for (const directory of candidates) {
        const record = await stat(join(directory, "run.json")).catch(() => null);
        if (record?.isFile() === true) return new LocalRunFolder(resolve(directory));
      }
      throw PerfAgentError.of("PA_RUN_NOT_FOUND", `no run "${nameOrPath}" in ${root}, and no run folder of that path`);
    },
    async list() {
      const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .toSorted();
    },
  };
}
