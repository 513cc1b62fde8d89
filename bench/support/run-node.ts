import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Writes the largest resident size, kB, to descriptor 3 as the last thing that the process does. */
const tellPeak = `data:text/javascript,${encodeURIComponent(
  `import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));`,
)}`;

export interface NodeRun {
  /** From the start of the process to its end, s. */
  readonly seconds: number;
  /** Largest resident size of the process with all its threads, MB of 1,000,000 bytes. */
  readonly peakMegabytes: number;
  readonly exitCode: number | null;
  readonly stdout: string;
}

/** Runs a Node program to its end. Throws when it ends otherwise than with one of `exitCodes`: a fast failure is no result. */
export async function runNode(
  words: readonly string[],
  options: { readonly cwd: string; readonly exitCodes?: readonly number[] },
): Promise<NodeRun> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--import", tellPeak, ...words], {
    cwd: options.cwd,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const [, output, messages, third] = child.stdio;
  if (output === null || messages === null || third === null || third === undefined || !("read" in third))
    throw new Error("the child was started without pipes");
  const [stdout, stderr, peak] = await Promise.all([text(output), text(messages), text(third), once(child, "exit")]);
  const seconds = (performance.now() - startedAt) / 1000;
  if (child.exitCode === null || !(options.exitCodes ?? [0]).includes(child.exitCode))
    throw new Error(`node ${words.join(" ")} ended with ${child.exitCode ?? child.signalCode}: ${stderr}${stdout}`);
  return { seconds, peakMegabytes: (Number(peak) * 1024) / 1e6, exitCode: child.exitCode, stdout };
}
