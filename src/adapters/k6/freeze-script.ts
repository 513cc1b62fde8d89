import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { z } from "zod";
import { PerfAgentError } from "../../contract/errors.ts";
import type { ScriptBundle } from "../../contract/script-bundle.ts";
import type { FoundEngine, PreparedScript } from "../../ports/load-engine.ts";
import { checkArchive } from "./check-archive.ts";
import { evaluateOffline, hasNetworkNamespaces } from "./evaluate-offline.ts";
import { wrapperText } from "./gate-script.ts";
import { isOlder, oldestGatedVersion } from "./probe-version.ts";
import { readGoDuration } from "./read-duration.ts";

const quiet = ["--quiet", "--no-color", "--log-format=json"];

const inspectedSchema = z.looseObject({ totalDuration: z.string(), maxVUs: z.number() });

/**
 * Evaluates the bundle once, without network and with a deadline, and freezes it into one archive: options that read a clock and files that change
 * cannot differ any more between review and run. The same bundle gives the same bytes with the same k6.
 * Throws PA_ENGINE_SCRIPT when k6 does not accept it, PA_GUARD_SCRIPT when it loads what is not in the bundle or sets options that undo the guard,
 * PA_ENGINE_MISSING when k6 cannot be started.
 */
export async function freezeScript(
  engine: FoundEngine,
  bundle: ScriptBundle,
  { temporaryDirectory, timeoutMs }: { temporaryDirectory: string; timeoutMs: number },
): Promise<PreparedScript> {
  // As k6 sees it: the archive names files by the path that no link leads to.
  const directory = await realpath(await mkdtemp(join(temporaryDirectory, "perf-agent-script-")));
  const dispose = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    await chmod(directory, 0o700);
    const home = join(directory, "home");
    const source = join(directory, "source");
    await mkdir(home);
    const given = filesOf(bundle);
    const entry = wrapperPath(bundle);
    given.set(entry, Buffer.from(wrapperText(`./${posix.basename(bundle.entry)}`, canGate(engine.version))));
    for (const [path, bytes] of given) {
      await mkdir(dirname(join(source, path)), { recursive: true });
      await writeFile(join(source, path), bytes, { mode: 0o600 });
    }
    const evaluatedIn = (await hasNetworkNamespaces()) ? "network-namespace" : "dead-proxy";
    const k6 = (...args: readonly string[]): Promise<string> =>
      evaluateOffline(engine.path, args, { home, cwd: source, timeoutMs, evaluatedIn });
    const raw = join(directory, "raw.tar");
    await Promise.all([
      k6("archive", ...quiet, "--archive-out", raw, join(source, entry)),
      // Of a module that it does not have k6 tells at once only where the script is the entry itself.
      k6("inspect", ...quiet, join(source, bundle.entry)),
    ]);
    const { frozen, files } = checkArchive(await readFile(raw), { given, entry, source });
    await rm(raw);
    const archive = join(directory, "script.tar");
    await writeFile(archive, frozen, { mode: 0o400 });
    const inspected = await k6("inspect", ...quiet, "--execution-requirements", archive);
    const sha256 = createHash("sha256").update(frozen).digest("hex");
    return { archive, sha256, files, inspected: readInspected(inspected), evaluatedIn, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Whether runs of that k6 can be throttled. */
export function canGate(version: string): boolean {
  return !isOlder(version, oldestGatedVersion);
}

function filesOf(bundle: ScriptBundle): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const file of bundle.files) {
    const parts = file.path.split("/");
    if (parts.some((part) => part === "" || part === "." || part === "..") || file.path.includes("\\"))
      throw PerfAgentError.of("PA_GUARD_SCRIPT", `the script bundle holds a file outside of itself: ${file.path}`);
    files.set(file.path, "text" in file ? Buffer.from(file.text) : Buffer.from(file.base64, "base64"));
  }
  if (!files.has(bundle.entry))
    throw PerfAgentError.of("PA_ENGINE_SCRIPT", `the script bundle does not hold its entry ${bundle.entry}`);
  return files;
}

/** Beside the entry, so that the script finds its files; under a name that the bundle does not have. */
function wrapperPath({ entry, files }: ScriptBundle): string {
  const taken = new Set(files.map(({ path }) => path));
  let name = "perf-agent-entry.js";
  while (taken.has(posix.join(posix.dirname(entry), name))) name = `_${name}`;
  return posix.join(posix.dirname(entry), name);
}

function readInspected(text: string): PreparedScript["inspected"] {
  const { maxVUs, totalDuration } = inspectedSchema.parse(JSON.parse(text));
  const totalDurationMs = readGoDuration(totalDuration);
  if (totalDurationMs === null)
    throw PerfAgentError.of("PA_ENGINE_SCRIPT", `k6 tells a duration of "${totalDuration}"`);
  return { maxVus: maxVUs, totalDurationMs };
}
