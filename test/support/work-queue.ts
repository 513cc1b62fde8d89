/**
 * A process that works on a queue until nothing waits and nothing runs: `node work-queue.ts DATABASE FOLDER HOLD-MS`.
 * Whoever has a job of a lane makes the file FOLDER/LANE, which must not be there. Prints "leased" for every job; exits with 1 when somebody
 * else was in the lane, which must not happen. What a killed process held is settled with a problem: "taken over".
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openSqliteStore } from "../../src/adapters/sql/open-sqlite-store.ts";

/** Longer than any process here can stand still, unless it was killed. */
const leaseMs = 5_000;
const problem = { code: "PA_INTERNAL", text: "its process was killed", remedy: "" };

const [path = "", folder = "", holdMs = "0"] = process.argv.slice(2);
const store = await openSqliteStore(path);
const { jobs } = store;
for (;;) {
  for (const lost of await jobs.expire({ now: Date.now(), leaseMs })) {
    rmSync(join(folder, lost.lane ?? ""), { force: true });
    await jobs.settle(lost, { at: Date.now(), problem, runId: lost.runId });
    process.stdout.write("taken over\n");
  }
  const job = await jobs.lease({ now: Date.now(), leaseMs });
  if (job === null) {
    if ((await jobs.list({ states: ["queued", "running"], limit: 1 })).length === 0) break;
    await delay(5);
    continue;
  }
  const marker = join(folder, job.lane ?? "");
  try {
    writeFileSync(marker, `${process.pid}`, { flag: "wx" });
  } catch {
    process.exit(1);
  }
  process.stdout.write("leased\n");
  await delay(Number(holdMs));
  rmSync(marker);
  await jobs.settle(job, { at: Date.now(), problem: null, runId: job.runId });
}
await store.close();
