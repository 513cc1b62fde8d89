import { randomBytes } from "node:crypto";
import { open, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { PerfAgentError } from "../../contract/errors.ts";
import type { StoreBackup } from "../../ports/store-backup.ts";
import { busyLimitMs } from "./retry-while-busy.ts";
import { guardedBy, makeFolderOf } from "./store-errors.ts";

/** In several steps the copy would begin anew with each change of another process, and come to no end beside a busy one. */
const everyPageAtOnce = 1_000_000_000;

/** Backups of the store in a SQLite file. The copy is made on a thread of its own, from a connection of its own. */
export function sqliteBackup(storePath: string): StoreBackup {
  return {
    async write(file, { overwrite }) {
      // Opened without a look, a store that is not there would be made, and an empty one be copied.
      if (!(await isThere(storePath)))
        throw PerfAgentError.of("PA_STORE_MISSING", `${storePath}: there is no such file`);
      if (await isSame(storePath, file)) throw PerfAgentError.of("PA_USAGE", `${file} is the store itself`);
      if (!overwrite && (await isThere(file))) throw PerfAgentError.of("PA_FILE_EXISTS", `${file} exists`);
      await makeFolderOf(file);
      const part = `${file}.${randomBytes(4).toString("hex")}.part`;
      try {
        await writing(part, () => writeFile(part, "", { flag: "wx", mode: 0o600 }));
        await guardedBy(storePath)(() => copy(storePath, part));
        const bytes = await writing(part, () => settleOnDisk(part));
        await writing(file, () => rename(part, file));
        await syncFolder(file);
        return { bytes };
      } finally {
        for (const suffix of ["", "-journal", "-wal", "-shm"]) await rm(`${part}${suffix}`, { force: true });
      }
    },
  };
}

async function copy(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { timeout: busyLimitMs });
  try {
    await backup(source, to, { rate: everyPageAtOnce });
  } finally {
    source.close();
  }
  const made = new DatabaseSync(to);
  try {
    const answer = made.prepare("pragma quick_check(1)").get()?.["quick_check"];
    if (answer !== "ok") throw PerfAgentError.of("PA_STORE_CORRUPT", `${from}: ${String(answer)}`);
  } finally {
    made.close();
  }
}

/** Its length in bytes, when all of them are on the disk. */
async function settleOnDisk(path: string): Promise<number> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/** Makes a new name in the folder last; systems that do not sync folders do without. */
async function syncFolder(file: string): Promise<void> {
  const handle = await open(dirname(file), "r").catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** Also by another name. */
async function isSame(left: string, right: string): Promise<boolean> {
  const one = await stat(left).catch(() => null);
  const other = await stat(right).catch(() => null);
  return one !== null && other !== null && one.ino === other.ino && one.dev === other.dev;
}

/** Does work on files; what the system complains of becomes PA_WRITE_FAILED. */
async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw PerfAgentError.of("PA_WRITE_FAILED", `${path}: ${why}`, { cause: error });
  }
}
