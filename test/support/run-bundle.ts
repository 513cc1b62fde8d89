import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ScriptBundle } from "../../src/contract/script-bundle.ts";

interface Metric {
  readonly count?: number;
  readonly passes?: number;
  readonly fails?: number;
  readonly value?: number;
  readonly min?: number;
  readonly max?: number;
  readonly thresholds?: Record<string, boolean>;
}

export interface BundleRun {
  readonly code: number | null;
  /** Messages of the log, in order; exceptions and warnings are among them. */
  readonly messages: string[];
  /** Lines that are worth a look: level warning or worse. */
  readonly complaints: string[];
  /** Metrics of k6's summary export by name. */
  readonly metrics: Record<string, Metric>;
  /** The samples as CSV; "" unless asked for. */
  readonly samples: string;
}

/** Runs a bundle on stock k6 as its reader would: `k6 run main.js`, with a file of secrets when it needs any. */
export async function runBundle(
  k6: string,
  bundle: ScriptBundle,
  options: { secrets?: Record<string, string>; runId?: string; samples?: boolean } = {},
): Promise<BundleRun> {
  const folder = await mkdtemp(join(tmpdir(), "perf-agent-script-"));
  try {
    for (const file of bundle.files) {
      const path = join(folder, file.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, "text" in file ? file.text : Buffer.from(file.base64, "base64"));
    }
    const flags = ["run", "-q", "--no-color", "--address=", "--log-format=json", "--log-output=stderr"];
    flags.push(
      "--summary-export=summary.json",
      "--summary-trend-stats=count,min,max,p(95)",
      "--include-system-env-vars=false",
    );
    if (options.samples === true) flags.push("--out=csv=samples.csv");
    if (options.runId !== undefined) flags.push("-e", `PERF_AGENT_RUN_ID=${options.runId}`);
    if (options.secrets !== undefined) {
      const lines = Object.entries(options.secrets).map(([name, value]) => `${name}=${value}`);
      await writeFile(join(folder, "secrets.txt"), `${lines.join("\n")}\n`);
      flags.push("--secret-source=file=secrets.txt");
    }
    const env = {
      PATH: process.env["PATH"],
      HOME: folder,
      K6_NO_USAGE_REPORT: "true",
      K6_CSV_TIME_FORMAT: "unix_milli",
      K6_AUTO_EXTENSION_RESOLUTION: "false",
    };
    const child = spawn(k6, [...flags, bundle.entry], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject).once("close", resolve);
    });
    const lines = log
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line): { level: string; msg: string; error?: string } => JSON.parse(line));
    const summary = await readFile(join(folder, "summary.json"), "utf8").catch(() => '{"metrics":{}}');
    const { metrics }: { metrics: Record<string, Metric> } = JSON.parse(summary);
    return {
      code,
      messages: lines.map(({ msg }) => msg),
      complaints: lines
        .filter(({ level }) => !["info", "debug"].includes(level))
        .map(({ msg, error }) => (error === undefined ? msg : `${msg} ${error}`)),
      metrics,
      samples: options.samples === true ? await readFile(join(folder, "samples.csv"), "utf8") : "",
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
