import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const oldestNode = "22.18.0";

/** Path of the oldest Node that the package promises to run on, kept between test runs; or why it cannot be had here. */
export function obtainOldestNode(): { path: string } | { reason: string } {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(tmpdir(), `perf-agent-${name}-${oldestNode}`);
  const path = join(folder, "node_modules", name, "bin", "node");
  if (existsSync(path)) return { path };
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync(
      "npm",
      ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", `${name}@${oldestNode}`],
      { stdio: "pipe", timeout: 120_000 },
    );
  } catch (error) {
    return {
      reason: `Node ${oldestNode} could not be obtained: ${error instanceof Error ? error.message : "unknown"}`,
    };
  }
  return existsSync(path) ? { path } : { reason: `${name}@${oldestNode} holds no bin/node` };
}
