import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "./find-program.ts";
import { isOlder } from "./probe-version.ts";
import { runCommand } from "./run-command.ts";

const oldestGo = "1.25.0";
const buildTimeoutMs = 30 * 60_000;
const progressEveryMs = 10_000;
/** What the Go command may see of our environment. */
const handedOn =
  /^(?:PATH|HOME|TMPDIR|USER|LANG|NETRC|XDG_CACHE_HOME|GO[A-Z0-9]*|SSL_CERT_(?:FILE|DIR)|(?:https?|no|all)_proxy)$/iu;

export interface SourcePlace {
  /** Folder with one folder a major version (v1, v2): go.mod and go.sum that pin every module. */
  readonly recipes: string;
  readonly version: string;
  readonly pathVariable: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly temporaryDirectory: string;
}

/**
 * Builds k6 to the file `output` from the module proxy, every module checked against our go.sum; takes minutes at first.
 * Throws an Error that says in a sentence what was in the way.
 */
export async function buildFromSource(
  place: SourcePlace,
  output: string,
  onProgress: (sentence: string) => void,
): Promise<void> {
  const env = Object.fromEntries(
    Object.entries(place.env).flatMap(([name, value]) =>
      value !== undefined && handedOn.test(name) ? [[name, value]] : [],
    ),
  );
  const go = await findProgram("go", place.pathVariable);
  if (go === null) throw new Error("there is no Go on the PATH");
  const told = await runCommand(go, ["version"], { env, timeoutMs: 60_000 });
  const goVersion = /go(\d+\.\d+(?:\.\d+)?)/u.exec(told.stdout)?.[1];
  if (goVersion === undefined) throw new Error(`${go} does not tell its version`);
  if (isOlder(goVersion, oldestGo)) throw new Error(`Go ${goVersion} is too old, 1.25 is needed`);

  const major = place.version.split(".")[0] ?? "";
  const module = major === "1" ? "go.k6.io/k6" : `go.k6.io/k6/v${major}`;
  const recipe = join(place.recipes, `v${major}`);
  if (!(await readText(join(recipe, "go.mod"))).includes(`require ${module} v${place.version}\n`))
    throw new Error(`no module list pins k6 ${place.version}`);
  const directory = await mkdtemp(join(place.temporaryDirectory, "perf-agent-build-"));
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 1000);
  onProgress(`Building k6 ${place.version} with Go ${goVersion}; the first time this takes about three minutes.`);
  const timer = setInterval(() => onProgress(`Building k6: ${seconds()} s so far.`), progressEveryMs);
  try {
    await cp(recipe, directory, { recursive: true });
    const built = await runCommand(go, ["build", "-mod=mod", "-o", output, module], {
      env: { ...env, CGO_ENABLED: "0", GOWORK: "off" },
      cwd: directory,
      timeoutMs: buildTimeoutMs,
      interruptible: true,
    });
    if (built.exitCode !== 0) throw new Error(`go build failed: ${built.problem ?? lastLine(built.stderr)}`);
    onProgress(`Built k6 ${place.version} in ${seconds()} s.`);
  } finally {
    clearInterval(timer);
    await rm(directory, { recursive: true, force: true });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return "";
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
