import { spawn } from "node:child_process";

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

/** Runs a command to its end, with nothing on its standard input; never rejects. Past `timeoutMs` it is killed with its group. */
export function runCommand(
  path: string,
  args: readonly string[],
  options: {
    env: Readonly<Record<string, string>>;
    cwd?: string;
    timeoutMs: number;
    onError?: (chunk: string) => void;
  },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(path, args, {
      env: { ...options.env },
      cwd: options.cwd,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let stdout = "";
    let stderr = "";
    let problem: string | null = null;
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      if (stdout.length < keptCharacters) stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      if (stderr.length < keptCharacters) stderr += chunk;
      options.onError?.(chunk);
    });
    const timer = setTimeout(() => {
      problem = `it did not end within ${Math.round(options.timeoutMs / 1000)} s`;
      if (child.pid !== undefined) killGroup(child.pid, "SIGKILL");
    }, options.timeoutMs);
    child.on("error", (error) => {
      problem = error.message;
    });
    child.on("close", (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, stdout, stderr, problem, started: child.pid !== undefined });
    });
  });
}

/** Signals a process group; a group that is gone already is no error. */
export function killGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, signal);
  } catch {
    return;
  }
}
