import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { withConnectionLimit } from "./limit-open-files.ts";

function limitsUnder(connections: number): string[] {
  const { path, args } = withConnectionLimit(
    { path: "/bin/sh", args: ["-c", 'ulimit -S -n; ulimit -H -n; printf "%s\\n" "$@"', "sh", "a b", "$c"] },
    connections,
  );
  return execFileSync(path, args, { encoding: "utf8" }).trim().split("\n");
}

describe.skipIf(process.platform === "win32")("withConnectionLimit", () => {
  it("lowers soft and hard limit, and hands on every word", () => {
    expect(limitsUnder(30)).toEqual(["35", "35", "a b", "$c"]);
  });

  it("leaves the program the files that it needs itself", () => {
    expect(limitsUnder(1).slice(0, 2)).toEqual(["16", "16"]);
  });

  it("becomes the program", async () => {
    const { path, args } = withConnectionLimit({ path: process.execPath, args: ["-p", "process.pid"] }, 500);
    const child = spawn(path, args, { stdio: ["ignore", "pipe", "inherit"] });
    const told: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => told.push(chunk));
    await once(child, "close");
    expect(Number(Buffer.concat(told).toString())).toBe(child.pid);
  });

  it("does not start the program where the limit can be neither set nor is low enough", () => {
    const { path, args } = withConnectionLimit({ path: "/bin/echo", args: ["started"] }, Number.NaN);
    expect(() => execFileSync(path, args, { stdio: "pipe" })).toThrow("the limit of open files cannot be set");
  });

  it("leaves the command as it is on Windows", () => {
    const command = { path: "k6.exe", args: ["run"] };
    expect(withConnectionLimit(command, 5, "win32")).toBe(command);
  });
});
