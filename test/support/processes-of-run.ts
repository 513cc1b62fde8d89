import { readdir, readFile } from "node:fs/promises";

/** Process ids of k6 that belong to a run: their command line names it. Linux only. */
export async function enginesOf(runId: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/u.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (line.includes(`=${runId}`)) found.push(Number(pid));
  }
  return found;
}
