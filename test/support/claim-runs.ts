/**
 * A process that claims the only place of a machine again and again: `node claim-runs.ts DATABASE MARKER TIMES HOLD-MS`.
 * Whoever has the claim makes the file MARKER, which must not be there. Prints "claimed" for every claim; exits with 1 when somebody
 * else had the place, which must not happen. A dead holder's claim is taken over, with what it left: "taken over".
 */
import { rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { nodeProcesses } from "../../src/adapters/node/processes.ts";
import { openActiveRuns } from "../../src/adapters/sql/sqlite-active-runs.ts";

const [path = "", marker = "", times = "0", holdMs = "0"] = process.argv.slice(2);
const runs = await openActiveRuns(path);
const processes = nodeProcesses();
let claims = 0;
for (let attempt = 0; claims < Number(times); attempt++) {
  const runId = `${process.pid}-${attempt}`;
  const refusal = await runs.claim(
    {
      runId,
      environment: "perf",
      sockets: ["10.0.0.1:443"],
      vus: 1,
      ratePerSecond: null,
      directory: "/runs",
      owner: processes.self,
      engine: null,
      claimedAt: attempt,
    },
    (others) => others[0]?.runId ?? null,
  );
  if (refusal === null) {
    try {
      writeFileSync(marker, runId, { flag: "wx" });
    } catch {
      process.exit(1);
    }
    process.stdout.write("claimed\n");
    claims += 1;
    await delay(Number(holdMs));
    rmSync(marker);
    await runs.release(runId);
  } else {
    const holder = (await runs.list()).find((run) => run.runId === refusal);
    if (holder === undefined || (await processes.isAlive(holder.owner))) continue;
    if (!(await runs.takeOver(refusal, holder.owner, processes.self))) continue;
    rmSync(marker, { force: true });
    await runs.release(refusal);
    process.stdout.write("taken over\n");
  }
}
await runs.close();
