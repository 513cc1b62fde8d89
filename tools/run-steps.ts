import { spawnSync } from "node:child_process";

export interface CheckStep {
  readonly name: string;
  readonly command: readonly string[];
}

/** Runs each step with the project's own tools first in PATH, stops at the first that fails, and returns the exit code. */
export function runSteps(steps: readonly CheckStep[]): number {
  for (const { name, command } of steps) {
    process.stdout.write(`\n== ${name}\n`);
    const [program = "", ...rest] = command;
    const { status, error } = spawnSync(program, rest, { stdio: "inherit" });
    if (error !== undefined) process.stdout.write(`${program}: ${error.message}\n`);
    if (status !== 0) {
      process.stdout.write(`\n${name} failed.\n`);
      return status ?? 1;
    }
  }
  return 0;
}
