import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { nodeProcesses } from "./processes.ts";

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** Starts a shell in a group of its own; resolves with it and with the numbers that it printed on its first line. */
async function shell(
  script: string,
  detached = true,
): Promise<{ pid: number; child: ChildProcess; printed: number[] }> {
  const child = spawn("sh", ["-c", script], { detached, stdio: ["ignore", "pipe", "ignore"] });
  started.push(child);
  const [first] = (await once(child.stdout, "data")) as [Buffer];
  return { pid: child.pid ?? 0, child, printed: first.toString().trim().split(" ").map(Number) };
}

const ways: { platform: NodeJS.Platform; by: string; here: boolean }[] = [
  { platform: "linux", by: "/proc", here: process.platform === "linux" },
  { platform: "darwin", by: "ps", here: process.platform !== "win32" && spawnSync("ps").status === 0 },
];
const waysHere = ways.filter(({ here }) => here);

describe.each(waysHere)("processes, asked of $by", ({ platform }) => {
  const processes = nodeProcesses(platform);

  it("knows itself and tells nobody apart from itself", async () => {
    expect(processes.self.pid).toBe(process.pid);
    expect(processes.self.beganAt).not.toBeNull();
    expect(await processes.identify(process.pid)).toEqual(processes.self);
    expect(await processes.isAlive(processes.self)).toBe(true);
  });

  it("tells a process from a later one with the same number", async () => {
    const { pid } = await shell("echo 1; sleep 60");
    const found = await processes.identify(pid);
    expect(found).toMatchObject({ pid });
    const earlier = { pid, beganAt: "an earlier time" };
    expect(await processes.isAlive(earlier)).toBe(false);
    expect(await processes.killGroup(earlier)).toBe(true);
    expect(await processes.isAlive({ pid, beganAt: found?.beganAt ?? null })).toBe(true);
  });

  it("kills the group with all that is in it", async () => {
    const { pid, printed } = await shell("sleep 60 & echo $!; wait");
    const [leader, member] = await Promise.all([pid, printed[0] ?? 0].map((each) => processes.identify(each)));
    if (leader === null || leader === undefined || member === null || member === undefined)
      throw new Error("not started");
    expect(await processes.killGroup(leader)).toBe(true);
    expect(await processes.isAlive(leader)).toBe(false);
    await expect.poll(() => processes.isAlive(member)).toBe(false);
    expect(await processes.killGroup(leader)).toBe(true);
  });

  it("kills a process that leads no group, and not ours with it", async () => {
    const { pid } = await shell("echo 1; exec sleep 60", false);
    const found = await processes.identify(pid);
    expect(found !== null && (await processes.killGroup(found))).toBe(true);
    expect(await processes.identify(pid)).toBeNull();
  });

  it("calls a process gone that ended and was not waited for", async () => {
    // The shell turns into a program that never asks after the child it inherits.
    const { printed } = await shell("sleep 0.01 & echo $!; exec sleep 60");
    await expect.poll(() => processes.identify(printed[0] ?? 0)).toBeNull();
    expect(() => process.kill(printed[0] ?? 0, 0)).not.toThrow();
  });

  const neverKilled = [
    { who: "ourselves", wanted: processes.self },
    { who: "the first process", wanted: { pid: 1, beganAt: null } },
    { who: "a process of unknown beginning", wanted: { pid: process.ppid, beganAt: null } },
  ];
  it.each(neverKilled)("never kills $who", async ({ wanted }) => {
    expect(await processes.killGroup(wanted)).toBe(false);
  });

  it.each([0, -1, 1.5, Number.NaN, 2_147_483_647])("knows no process %s", async (pid) => {
    expect(await processes.identify(pid)).toBeNull();
    expect(await processes.killGroup({ pid, beganAt: null })).toBe(true);
  });
});
