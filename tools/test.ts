/** `npm test`: verify, obtain the engine, then every test. Ends with one line that counts them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runSteps } from "./run-steps.ts";

const resultSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
});

const enginesSchema = z.object({ engines: z.array(z.object({ path: z.string(), version: z.string() })) });

const prepared = runSteps([
  { name: "verify", command: ["node", "tools/verify.ts"] },
  { name: "engine", command: ["node", "bin/perf-agent.js", "engines", "install", "k6"] },
  { name: "build", command: ["node", "tools/build.ts"] },
]);
if (prepared !== 0) process.exit(prepared);

/** Where tests find the engines: the current major, and the older one that is driven too. A missing one is a visible skip. */
function enginePath(version: string | null): string {
  const env = version === null ? process.env : { ...process.env, PERF_AGENT_K6_VERSION: version };
  const { stdout } = spawnSync("node", ["bin/perf-agent.js", "engines", "install", "k6", "--json"], {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const found = enginesSchema.safeParse(JSON.parse(stdout));
  const engine = found.success ? found.data.engines[0] : undefined;
  const fits = engine !== undefined && (version === null || engine.version === version);
  process.stdout.write(
    `${fits ? `k6 ${engine.version} at ${engine.path}` : `k6 ${version ?? ""} is not to be had: its tests are skipped`}\n`,
  );
  return fits ? engine.path : "";
}
process.stdout.write("\n== engines of the tests\n");
const engines = { PERF_AGENT_K6: enginePath(null), PERF_AGENT_K6_V1: enginePath("1.8.1") };

const directory = mkdtempSync(join(tmpdir(), "perf-agent-test-"));
const output = join(directory, "results.json");
process.stdout.write("\n== tests\n");
const { status } = spawnSync(
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${output}`],
  {
    stdio: "inherit",
    env: { ...process.env, ...engines },
  },
);
const result = resultSchema.parse(JSON.parse(readFileSync(output, "utf8")));
rmSync(directory, { recursive: true });
process.stdout.write(
  `\n${result.numPassedTests} passed, ${result.numFailedTests} failed, ${result.numPendingTests} skipped\n`,
);
process.exit(status ?? 1);
