/** Signals a process group; a group that is gone already is no error. */
export function signalGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, signal);
  } catch {
    return;
  }
}
