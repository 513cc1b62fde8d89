/** `npm run demo`: obtains the engine, starts the sample shop on a free loopback port, and runs the example plan against it. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = new URL("../", import.meta.url);
const pathOf = (relative: string): string => fileURLToPath(new URL(relative, root));
const plan = pathOf("examples/shop/plan.yaml");

let current: ChildProcess | undefined;

/** Runs the agent with our terminal; resolves with its exit code. */
function perfAgent(...words: readonly string[]): Promise<number> {
  process.stdout.write(`\n$ perf-agent ${words.join(" ")}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [pathOf("bin/perf-agent.js"), ...words], { stdio: "inherit" });
    current = child;
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}

/** Its own process group, so that Ctrl-C reaches the run first; the channel ends the shop when this process is gone. */
function startShop(): Promise<{ url: string; stop: () => Promise<void> }> {
  const shop = spawn(process.execPath, [pathOf("examples/shop/main.ts"), "--port", "0"], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const gone = new Promise<void>((resolve) => shop.once("exit", () => resolve()));
  const stop = (): Promise<void> => {
    shop.kill("SIGTERM");
    return gone;
  };
  return new Promise((resolve, reject) => {
    let text = "";
    shop.once("error", reject);
    shop.once("exit", (code) => reject(new Error(`the sample shop ended with ${code}`)));
    shop.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const url = /listens on (\S+)\n/.exec(text)?.[1];
      if (url !== undefined) resolve({ url, stop });
    });
  });
}

async function demo(): Promise<number> {
  const installed = await perfAgent("engines", "install", "k6");
  if (installed !== 0) return installed;
  const shop = await startShop();
  process.stdout.write(`\nThe sample shop listens on ${shop.url}\n`);
  try {
    const valid = await perfAgent("validate", plan);
    if (valid !== 0) return valid;
    const code = await perfAgent("run", plan, "--base-url", shop.url);
    const report = "runs/latest/report.html";
    if (existsSync(report)) {
      process.stdout.write(`\nReport: ${pathToFileURL(realpathSync(report)).href}\n`);
      process.stdout.write("Run the demo again to see a run compared with this one.\n");
    }
    return code;
  } finally {
    await shop.stop();
  }
}

// The terminal hands Ctrl-C to the run as well, which stops in order; we only wait for it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => current?.kill("SIGTERM"));
process.exitCode = await demo();
