import { spawn } from "node:child_process";
import { signalGroup } from "./signal-group.ts";

export interface CommandResult {
  /** null when a signal ended it or it never started. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it could not be started or was ended by us, else null. */
  readonly problem: string | null;
  readonly started: boolean;
}

const keptCharacters = 4_000_000;

/**
 * Runs a command to its end, with nothing on its standard input; never rejects. Past `timeoutMs` it is killed.
 * `interruptible`: an interrupt at the terminal reaches it too.
 */
export function runCommand(
  path: string,
  args: readonly string[],
  options: {
    env: Readonly<Record<string, string>>;
    cwd?: string;
    timeoutMs: number;
    interruptible?: boolean;
  },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(path, args, {
      env: { ...options.env },
      cwd: options.cwd,
      stdio: ["ignore", "pipe", "pipe"],
      detached: options.interruptible !== true,
    });
    let stdout = "";
    let stderr = "";
    let problem: string | null = null;
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      if (stdout.length < keptCharacters) stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      if (stderr.length < keptCharacters) stderr += chunk;
    });
    const timer = setTimeout(() => {
      problem = `it did not end within ${options.timeoutMs / 1000} s`;
      if (options.interruptible !== true && child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
      child.kill("SIGKILL");
    }, options.timeoutMs);
    child.on("error", (error) => {
      problem = error.message;
    });
    child.on("close", (exitCode) => {
      clearTimeout(timer);
      const started = child.pid !== undefined;
      resolve({ exitCode: started ? exitCode : null, stdout, stderr, problem, started });
    });
  });
}
