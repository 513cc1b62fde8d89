import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Starts the answering server as a process of its own, so that its time is nobody else's. */
export async function startTarget(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("./answering-server.ts", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const port = await new Promise<number>((resolve) => {
    createInterface({ input: child.stdout }).once("line", (line) => resolve(Number(line)));
  });
  return {
    port,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
