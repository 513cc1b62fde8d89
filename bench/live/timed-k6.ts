import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A program that is k6 with one word of its command line changed, and that keeps how much processor time k6 took. */
export interface TimedK6 {
  readonly path: string;
  /** User plus system time of the last `run`, s. */
  cpuSeconds(): number;
}

/**
 * Writes the program into `directory`. `out` stands in for the engine's `--out=csv=-`: undefined leaves it, null takes it away. The shell's `times` tells
 * the time of its children after they are gone, to a hundredth of a second.
 */
export function timedK6(k6: string, directory: string, name: string, out: string | null | undefined): TimedK6 {
  const path = join(directory, name);
  const times = join(directory, `${name}.times`);
  const replaced = out === undefined ? '"$word"' : out === null ? "" : quoted(`--out=${out}`);
  writeFileSync(
    path,
    `#!/bin/sh
command=$1
for word; do
  shift
  case $word in
    --out=csv=-) set -- "$@" ${replaced} ;;
    *) set -- "$@" "$word" ;;
  esac
done
${quoted(k6)} "$@"
code=$?
[ "$command" = run ] && times > ${quoted(times)}
exit $code
`,
  );
  chmodSync(path, 0o755);
  return { path, cpuSeconds: () => childrenSeconds(readFileSync(times, "utf8")) };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The second line of `times`: user and system time of the shell's children, such as "0m1.23s 0m0.45s". */
export function childrenSeconds(times: string): number {
  const [user, system] = (times.split("\n")[1] ?? "").split(" ").map((part) => {
    const match = /^(\d+)m(\d+(?:[.,]\d+)?)s$/.exec(part);
    return match === null ? Number.NaN : 60 * Number(match[1]) + Number((match[2] ?? "").replace(",", "."));
  });
  return (user ?? Number.NaN) + (system ?? Number.NaN);
}
