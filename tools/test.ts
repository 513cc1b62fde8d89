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

const prepared = runSteps([
  { name: "verify", command: ["node", "tools/verify.ts"] },
  { name: "engine", command: ["node", "bin/perf-agent.js", "engines", "install", "k6"] },
  { name: "build", command: ["node", "tools/build.ts"] },
]);
if (prepared !== 0) process.exit(prepared);

const directory = mkdtempSync(join(tmpdir(), "perf-agent-test-"));
const output = join(directory, "results.json");
process.stdout.write("\n== tests\n");
const { status } = spawnSync(
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${output}`],
  {
    stdio: "inherit",
  },
);
const result = resultSchema.parse(JSON.parse(readFileSync(output, "utf8")));
rmSync(directory, { recursive: true });
process.stdout.write(
  `\n${result.numPassedTests} passed, ${result.numFailedTests} failed, ${result.numPendingTests} skipped\n`,
);
process.exit(status ?? 1);
