import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../bin/perf-agent.js", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly done: Promise<Finished>;
  /** Resolves with everything written so far once `text` stands in either output. Rejects when the command ends before. */
  readonly seen: (text: string) => Promise<string>;
}

/** A user's folder: files in it, commands run in it as a shell would. */
export interface Workplace {
  readonly directory: string;
  write(path: string, text: string): Promise<void>;
  run(args: readonly string[], env?: Record<string, string>): Promise<Finished>;
  start(args: readonly string[], env?: Record<string, string>): Started;
  remove(): Promise<void>;
}

/** Makes an empty folder. Commands get a cache of their own only where `env` says so, so that an engine is obtained once. */
export async function createWorkplace(files: Readonly<Record<string, string>> = {}): Promise<Workplace> {
  const directory = await mkdtemp(join(tmpdir(), "perf-agent-e2e-"));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);

  const start = (args: readonly string[], env: Record<string, string> = {}): Started => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: directory,
      env: {
        ...process.env,
        NO_COLOR: "1",
        XDG_CONFIG_HOME: join(directory, ".config"),
        XDG_DATA_HOME: join(directory, ".data"),
        XDG_STATE_HOME: join(directory, ".state"),
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    const waiting = new Set<() => void>();
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
        for (const look of waiting) look();
      });
    }
    const done = new Promise<Finished>((resolve) => {
      child.on("close", (code) => resolve({ code, ...output }));
    });
    return {
      child,
      done,
      seen: (text) =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            if (!`${output.stdout}${output.stderr}`.includes(text)) return;
            waiting.delete(look);
            resolve(`${output.stdout}${output.stderr}`);
          };
          waiting.add(look);
          look();
          void done.then(() => reject(new Error(`ended without "${text}":\n${output.stdout}${output.stderr}`)));
        }),
    };
  };
  return {
    directory,
    write,
    start,
    run: (args, env) => start(args, env).done,
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
