import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { Clock } from "../../ports/system.ts";

const everyMs = 1000;
const spanMs = 5000;
const stepMs = 500;
/** Linux tells CPU time to programs in hundredths of a second on every architecture. */
const ticksPerSecond = 100;

export interface ProcessFacts {
  /** 0 to 1 of all cores, over the busiest 5 s; null when the system does not tell or the run was shorter. */
  readonly peakCpuShare: number | null;
  /** The largest jump of the wall clock against the monotonic one, when it exceeds 500 ms; else 0. */
  readonly clockStepMs: number;
}

/** Looks at a process once a second until told to stop. */
export function watchProcess(pid: number, clock: Clock): { stop(): ProcessFacts } {
  const observe = cpuObserver(availableParallelism());
  let clockStepMs = 0;
  let offset = clock.now() - clock.monotonic();
  const look = (): void => {
    const moved = clock.now() - clock.monotonic() - offset;
    offset += moved;
    if (Math.abs(moved) > Math.max(stepMs, Math.abs(clockStepMs))) clockStepMs = Math.round(moved);
    const at = clock.monotonic();
    readFile(`/proc/${pid}/stat`, "utf8").then(
      (stat) => observe.add(at, cpuSecondsOf(stat)),
      () => undefined,
    );
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      return { peakCpuShare: observe.peak(), clockStepMs };
    },
  };
}

/** User plus system time of a `/proc/PID/stat` line; the name in parentheses may hold anything. */
export function cpuSecondsOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Largest share of `cores` over any 5 s of (monotonic ms, CPU seconds) readings. */
export function cpuObserver(cores: number): { add(atMs: number, cpuSeconds: number): void; peak(): number | null } {
  const readings: { atMs: number; cpuSeconds: number }[] = [];
  let peak: number | null = null;
  return {
    add(atMs, cpuSeconds) {
      readings.push({ atMs, cpuSeconds });
      // The youngest reading that is at least a span old: what is older is not needed again.
      while (readings[1] !== undefined && atMs - readings[1].atMs >= spanMs - everyMs / 10) readings.shift();
      const first = readings[0];
      if (first === undefined || atMs - first.atMs < spanMs - everyMs / 10) return;
      const share = (cpuSeconds - first.cpuSeconds) / ((atMs - first.atMs) / 1000) / cores;
      peak = Math.max(peak ?? 0, Math.min(1, share));
    },
    peak: () => peak,
  };
}
