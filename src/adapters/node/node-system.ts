import { randomBytes } from "node:crypto";
import { homedir } from "node:os";
import { isatty } from "node:tty";
import type { System } from "../../ports/system.ts";

const columnsWithoutTerminal = 80;

/** The process that we are. */
export function nodeSystem(): System {
  return {
    argv: process.argv.slice(2),
    env: process.env,
    runtime: `Node.js ${process.versions.node} on ${process.platform} ${process.arch}`,
    cwd: process.cwd(),
    homeDirectory: homedir(),
    stdout: outputOf(process.stdout, 1),
    stderr: outputOf(process.stderr, 2),
    randomHex: (digits) =>
      randomBytes(Math.ceil(digits / 2))
        .toString("hex")
        .slice(0, digits),
    onInterrupt(listener) {
      const onInt = (): void => listener("SIGINT");
      const onTerm = (): void => listener("SIGTERM");
      process.on("SIGINT", onInt);
      process.on("SIGTERM", onTerm);
      return () => {
        process.off("SIGINT", onInt);
        process.off("SIGTERM", onTerm);
      };
    },
  };
}

function outputOf(stream: NodeJS.WriteStream, descriptor: number): System["stdout"] {
  return {
    write: (text) => void stream.write(text),
    isTerminal: isatty(descriptor),
    get columns() {
      return stream.columns ?? columnsWithoutTerminal;
    },
  };
}
