import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ActiveRun, ActiveRuns } from "../../ports/active-runs.ts";
import { openActiveRuns } from "./sqlite-active-runs.ts";

const claimer = fileURLToPath(new URL("../../../test/support/claim-runs.ts", import.meta.url));
const us = { pid: 10, beganAt: "1" };
const them = { pid: 10, beganAt: "2" };

function activeRun(runId: string, changes: Partial<ActiveRun> = {}): ActiveRun {
  return {
    runId,
    environment: "perf",
    sockets: ["10.0.0.1:443", "[2001:db8::1]:443"],
    vus: 300,
    ratePerSecond: null,
    directory: "/runs/ą",
    owner: us,
    engine: null,
    claimedAt: 1_700_000_000_000,
    ...changes,
  };
}

const always = (): null => null;

interface Claimer {
  readonly child: ChildProcess;
  readonly ended: Promise<[number | null, NodeJS.Signals | null]>;
  /** How often it printed the line so far. */
  readonly printed: (line: string) => number;
}

/** Starts a process that claims `times` times and holds for `holdMs` each time. */
function startClaimer(directory: string, times: number, holdMs: number): Claimer {
  const child = spawn(
    process.execPath,
    [claimer, join(directory, "state", "active.sqlite"), join(directory, "marker"), `${times}`, `${holdMs}`],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  return { child, ended, printed: (line) => text.split("\n").filter((each) => each === line).length };
}

async function expectEmptyAndWhole(runs: ActiveRuns, path: string): Promise<void> {
  expect(await runs.list()).toEqual([]);
  const database = new DatabaseSync(path);
  expect(database.prepare("pragma integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  database.close();
}

describe("the runs of a machine", () => {
  let directory: string;
  let path: string;
  let runs: ActiveRuns;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "active-"));
    path = join(directory, "state", "active.sqlite");
    runs = await openActiveRuns(path);
  });
  afterEach(async () => {
    await runs.close();
    await rm(directory, { recursive: true });
  });

  it("are seen by other processes as they were entered, in that order", async () => {
    const [b, a] = [activeRun("b", { claimedAt: 9 }), activeRun("a", { ratePerSecond: 2.5, claimedAt: 3 })];
    expect(await runs.claim(b, always)).toBeNull();
    expect(await runs.claim(a, always)).toBeNull();
    const other = await openActiveRuns(path);
    expect(await other.list()).toEqual([b, a]);
    await other.close();
  });

  it("let a new one in unless the question, which sees all others, is answered with why not", async () => {
    await runs.claim(activeRun("a"), always);
    const seen: string[][] = [];
    const refusal = await runs.claim(activeRun("b"), (others) => {
      seen.push(others.map(({ runId }) => runId));
      return "perf is in use by a";
    });
    expect(refusal).toBe("perf is in use by a");
    expect(seen).toEqual([["a"]]);
    expect((await runs.list()).map(({ runId }) => runId)).toEqual(["a"]);
  });

  it("stay as they were when the question fails", async () => {
    const failing = runs.claim(activeRun("a"), () => {
      throw new Error("a bug");
    });
    await expect(failing).rejects.toThrow("a bug");
    expect(await runs.claim(activeRun("b"), always)).toBeNull();
    expect((await runs.list()).map(({ runId }) => runId)).toEqual(["b"]);
  });

  it("take a run in again as it is now, without it seeing itself", async () => {
    await runs.claim(activeRun("a"), always);
    await runs.requestStop("a", { mode: "graceful", text: "enough" });
    const reduced = activeRun("a", { vus: 150 });
    expect(await runs.claim(reduced, (others) => (others.length > 0 ? "not alone" : null))).toBeNull();
    expect(await runs.list()).toEqual([reduced]);
    expect(await runs.requestedStop("a")).toEqual({ mode: "graceful", text: "enough" });
  });

  it("know the engine and forget who was released", async () => {
    await runs.claim(activeRun("a"), always);
    await runs.noteEngine("a", { pid: 77, beganAt: null });
    await runs.noteEngine("none", { pid: 78, beganAt: null });
    expect(await runs.list()).toEqual([activeRun("a", { engine: { pid: 77, beganAt: null } })]);
    await runs.release("a");
    await runs.release("a");
    expect(await runs.list()).toEqual([]);
  });

  it("change hands once, from the one who had them", async () => {
    await runs.claim(activeRun("a"), always);
    const other = await openActiveRuns(path);
    expect(await other.takeOver("a", them, { pid: 1, beganAt: "1" })).toBe(false);
    const answers = await Promise.all(
      [runs, other].map((each, n) => each.takeOver("a", us, { pid: 20 + n, beganAt: "3" })),
    );
    expect(answers.toSorted((left, right) => Number(left) - Number(right))).toEqual([false, true]);
    expect(await runs.list()).toMatchObject([{ owner: { pid: 20 + answers.indexOf(true) } }]);
    expect(await runs.takeOver("none", us, them)).toBe(false);
    await other.close();
  });

  const stops = [
    { asked: ["graceful"], stands: "graceful 0" },
    { asked: ["now"], stands: "now 0" },
    { asked: ["graceful", "graceful"], stands: "graceful 0" },
    { asked: ["graceful", "now"], stands: "now 1" },
    { asked: ["now", "graceful"], stands: "now 0" },
    { asked: ["now", "now"], stands: "now 0" },
  ] as const;
  it.each(stops)("asked to stop $asked, stop by: $stands", async ({ asked, stands }) => {
    expect(await runs.requestStop("a", { mode: "now", text: "too early" })).toBe(false);
    await runs.claim(activeRun("a"), always);
    expect(await runs.requestedStop("a")).toBeNull();
    for (const [n, mode] of asked.entries()) expect(await runs.requestStop("a", { mode, text: `${n}` })).toBe(true);
    const stop = await runs.requestedStop("a");
    expect(`${stop?.mode} ${stop?.text}`).toBe(stands);
    expect(await runs.requestedStop("none")).toBeNull();
  });

  it("are refused to a program that knows another version of the file, and to one whose file is something else", async () => {
    const database = new DatabaseSync(path);
    database.exec("pragma user_version = 7");
    database.close();
    await expect(openActiveRuns(path)).rejects.toMatchObject({ mistakes: [{ code: "PA_STORE_CORRUPT" }] });
    const wrong = join(directory, "wrong.sqlite");
    await writeFile(wrong, "this is no database, but it is long enough to look like one ".repeat(20));
    await expect(openActiveRuns(wrong)).rejects.toMatchObject({ mistakes: [{ code: "PA_STORE_CORRUPT" }] });
    await writeFile(join(directory, "file"), "");
    await expect(openActiveRuns(join(directory, "file", "x.sqlite"))).rejects.toMatchObject({
      mistakes: [{ code: "PA_WRITE_FAILED" }],
    });
  });

  describe("with eight processes at it", { timeout: 120_000 }, () => {
    it("have one holder at any time", async () => {
      const all = Array.from({ length: 8 }, () => startClaimer(directory, 40, 0));
      expect(await Promise.all(all.map(({ ended }) => ended))).toEqual(all.map(() => [0, null]));
      expect(all.map(({ printed }) => printed("claimed"))).toEqual(all.map(() => 40));
      await expectEmptyAndWhole(runs, path);
    });

    it("have one holder at any time while holders are killed", async () => {
      const places = Array.from({ length: 8 }, () => startClaimer(directory, 12, 5));
      const all = [...places];
      for (let kill = 0; kill < 8; kill++) {
        const place = (kill * 5) % places.length;
        const victim = places[place] ?? startClaimer(directory, 12, 5);
        // It holds the place from this line on for some milliseconds, or has come to its end.
        await Promise.race([once(victim.child.stdout ?? victim.child, "data"), victim.ended]);
        victim.child.kill("SIGKILL");
        const [code, signal] = await victim.ended;
        expect(code === 0 || signal === "SIGKILL").toBe(true);
        places[place] = startClaimer(directory, 12, 5);
        all.push(places[place]);
      }
      expect(await Promise.all(places.map(({ ended }) => ended))).toEqual(places.map(() => [0, null]));
      expect(places.map(({ printed }) => printed("claimed"))).toEqual(places.map(() => 12));
      expect(all.reduce((total, { printed }) => total + printed("taken over"), 0)).toBeGreaterThan(0);
      await expectEmptyAndWhole(runs, path);
    });
  });
});
