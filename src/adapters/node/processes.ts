import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { ProcessIdentity, Processes } from "../../ports/processes.ts";
import { beginningOf, parseProcessStatus } from "./process-status.ts";

const patienceMs = 2_000;
const lookEveryMs = 10;

/**
 * Processes of this machine by Linux' /proc, elsewhere by `ps`. A process that ended and that nobody waited for counts as gone.
 * One whose beginning the system hides is alive as long as its number is in use, and is never killed: it may be somebody else's.
 */
export function nodeProcesses(platform: NodeJS.Platform = process.platform): Processes {
  const look = (pid: number): ProcessIdentity | null => find(pid, platform === "linux" ? askProc : askPs);
  const self = look(process.pid) ?? { pid: process.pid, beganAt: null };
  return {
    self,
    identify: (pid) => Promise.resolve(look(pid)),
    isAlive: (wanted) => Promise.resolve(isSame(wanted, look(wanted.pid))),
    async killGroup(wanted) {
      const found = look(wanted.pid);
      if (!isSame(wanted, found)) return true;
      // To the system 0 is our own group and -1 everybody.
      if (wanted.pid <= 1 || wanted.pid === process.pid || wanted.beganAt === null || found?.beganAt === null)
        return false;
      sendKill(wanted.pid);
      for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
        if (!isSame(wanted, look(wanted.pid))) return true;
        await delay(lookEveryMs);
      }
      return !isSame(wanted, look(wanted.pid));
    },
  };
}

function isSame(wanted: ProcessIdentity, found: ProcessIdentity | null): boolean {
  if (found === null) return false;
  return wanted.beganAt === null || found.beganAt === null || wanted.beganAt === found.beganAt;
}

/** Kills the group that the process leads, or the process alone where it leads none. */
function sendKill(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, "SIGKILL");
      return;
    } catch (error) {
      // No such group: a process alone. No permission: the wait that follows tells.
      if (!isCoded(error, "ESRCH")) return;
    }
  }
}

type Beginning = { readonly beganAt: string } | "ended" | "unknown";

function find(pid: number, ask: (pid: number) => Beginning): ProcessIdentity | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const beginning = ask(pid);
  if (beginning === "ended") return null;
  if (beginning === "unknown") return isInUse(pid) ? { pid, beganAt: null } : null;
  return { pid, ...beginning };
}

function askProc(pid: number): Beginning {
  try {
    const status = parseProcessStatus(readFileSync(`/proc/${pid}/stat`, "latin1"));
    if (status === null) return "unknown";
    const beganAt = beginningOf(status, bootId());
    return beganAt === null ? "ended" : { beganAt };
  } catch {
    // No entry: no such process, or one that /proc hides from us (mount option hidepid).
    return "unknown";
  }
}

let knownBootId: string | null = null;

/** The ticks of a start count from the boot of the machine, and this says which boot. */
function bootId(): string {
  try {
    knownBootId ??= readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    knownBootId = "";
  }
  return knownBootId;
}

function askPs(pid: number): Beginning {
  const { stdout, status } = spawnSync("ps", ["-o", "state=", "-o", "lstart=", "-p", String(pid)], {
    encoding: "utf8",
    // The date is compared as text: it must not follow the user's language or a change of time zone.
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  });
  const [state = "", ...beganAt] = status === 0 ? stdout.trim().split(/\s+/u) : [];
  if (state === "") return "unknown";
  return state.startsWith("Z") ? "ended" : { beganAt: beganAt.join(" ") };
}

function isInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCoded(error, "ESRCH");
  }
}

function isCoded(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
