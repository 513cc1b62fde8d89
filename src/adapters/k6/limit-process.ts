/**
 * Open files of k6 in a run without any connection: the standard streams and the two of Go's poller. A connection takes one more. This is the least on
 * any system, so that whatever k6 opens besides takes away from the connections and never adds to them: on Linux one or two files of its control
 * group, with secrets two, and one or two connections to the gate.
 */
const openFilesAtRest = 5;
/** k6 does not start with fewer than 10, and needs a few for itself: a limit below 11 connections is held no closer than this. */
const fewestFiles = 16;

/**
 * Lowers the hard limit of open files and becomes the program. The soft limit alone would not do: Go raises it. Where the limit is below already
 * and may not be changed, it stays.
 */
const limited = `ulimit -n "$0" 2>/dev/null || [ "$(ulimit -H -n)" -le "$0" ] || { echo "the limit of open files cannot be set to $0" >&2; exit 126; }
exec "$@"`;

interface Command {
  readonly path: string;
  readonly args: readonly string[];
}

/**
 * Command line that runs a program so that it never has more than `connections` connections open at once: the operating system refuses the next,
 * whoever asks for it, setup and teardown included. The process id is the program's. On Windows, which has no such limit, the program as it is.
 */
export function withConnectionLimit(
  command: Command,
  connections: number,
  platform: NodeJS.Platform = process.platform,
): Command {
  if (platform === "win32") return command;
  const files = Math.max(fewestFiles, openFilesAtRest + connections);
  return { path: "/bin/sh", args: ["-c", limited, String(files), command.path, ...command.args] };
}

/**
 * Command line that runs a program for so many seconds of processor time at most, after which the system kills it: a script that never ends, when we
 * are not there any more to end it. The process id is the program's. On Windows the program as it is.
 */
export function withCpuLimit(command: Command, seconds: number, platform: NodeJS.Platform = process.platform): Command {
  if (platform === "win32") return command;
  return { path: "/bin/sh", args: ["-c", 'ulimit -t "$0"; exec "$@"', String(seconds), command.path, ...command.args] };
}
