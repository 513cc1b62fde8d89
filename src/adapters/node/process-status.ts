export interface ProcessStatus {
  /** One letter, such as R, S or Z. */
  readonly state: string;
  /** Clock ticks from the boot of the machine to the start of the process. */
  readonly startTicks: string;
}

/**
 * Reads a line of Linux' /proc/PID/stat (proc_pid_stat(5)): fields 3 and 22. The second field is the program's name in parentheses and
 * may hold spaces and parentheses of its own, so fields count from the last one. null when the line is of another shape.
 */
export function parseProcessStatus(line: string): ProcessStatus | null {
  const nameEnd = line.lastIndexOf(")");
  if (nameEnd < 0) return null;
  const fields = line
    .slice(nameEnd + 1)
    .trim()
    .split(/\s+/u);
  const [state, startTicks] = [fields[0], fields[22 - 3]];
  if (state === undefined || startTicks === undefined || !/^[A-Za-z]$/u.test(state) || !/^\d+$/u.test(startTicks))
    return null;
  return { state, startTicks };
}

/** A text that no other process of any boot has; null when the process has ended (zombies included). */
export function beginningOf({ state, startTicks }: ProcessStatus, bootId: string): string | null {
  return state === "Z" || state === "X" || state === "x" ? null : `${bootId}+${startTicks}`;
}
