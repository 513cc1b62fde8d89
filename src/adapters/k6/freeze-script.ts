import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { z } from "zod";
import { PerfAgentError } from "../../contract/errors.ts";
import type { ScriptBundle } from "../../contract/script-bundle.ts";
import type { FoundEngine, PreparedScript } from "../../ports/load-engine.ts";
import { offlineEnvironment } from "./engine-environment.ts";
import { firstErrorOf } from "./read-engine-log.ts";
import { readGoDuration } from "./read-duration.ts";
import { runCommand, type CommandResult } from "./run-command.ts";
import { readTar, writeTar, type TarFile } from "./tar.ts";

/** Where the script says it lives: stack traces and the archive show this folder and never a private one. */
const scriptRoot = "/script";
const commandTimeoutMs = 120_000;

const metadataSchema = z.looseObject({ filename: z.string(), pwd: z.string() });
const inspectedSchema = z.looseObject({
  totalDuration: z.string(),
  maxVUs: z.number(),
  hosts: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Evaluates the bundle once, without network, and freezes it into one archive: options that read a clock and files that
 * change cannot differ any more between review and run. The same bundle gives the same bytes with the same k6.
 * Throws PA_ENGINE_SCRIPT when k6 does not accept it, PA_ENGINE_MISSING when k6 cannot be started.
 */
export async function freezeScript(
  engine: FoundEngine,
  bundle: ScriptBundle,
  temporaryDirectory: string,
): Promise<PreparedScript> {
  const directory = await mkdtemp(join(temporaryDirectory, "perf-agent-script-"));
  const dispose = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    await chmod(directory, 0o700);
    const home = join(directory, "home");
    const source = join(directory, "source");
    await mkdir(home);
    await writeBundle(bundle, source);
    const wrapper = await writeWrapper(bundle, source);
    const raw = join(directory, "raw.tar");
    const archive = join(directory, "script.tar");
    const k6 = async (...args: readonly string[]): Promise<CommandResult> =>
      assertEvaluated(
        await runCommand(engine.path, args, {
          env: offlineEnvironment(home),
          cwd: source,
          timeoutMs: commandTimeoutMs,
        }),
      );
    await k6("archive", "--quiet", "--no-color", "--log-format=json", "--archive-out", raw, wrapper);
    const frozen = anonymise(readTar(await readFile(raw)), posix.dirname(bundle.entry));
    await writeFile(archive, frozen, { mode: 0o400 });
    await rm(raw);
    const { stdout } = await k6("inspect", "--no-color", "--log-format=json", "--execution-requirements", archive);
    return {
      archive,
      sha256: createHash("sha256").update(frozen).digest("hex"),
      inspected: readInspected(stdout),
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function writeBundle(bundle: ScriptBundle, directory: string): Promise<void> {
  for (const file of bundle.files) {
    const parts = file.path.split("/");
    if (parts.some((part) => part === "" || part === "." || part === "..") || file.path.includes("\\"))
      throw PerfAgentError.of("PA_ENGINE_SCRIPT", `the script bundle holds a file outside of itself: ${file.path}`);
    const path = join(directory, ...parts);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, "text" in file ? file.text : Buffer.from(file.base64, "base64"), { mode: 0o600 });
  }
  if (!bundle.files.some(({ path }) => path === bundle.entry))
    throw PerfAgentError.of("PA_ENGINE_SCRIPT", `the script bundle does not hold its entry ${bundle.entry}`);
}

/** Beside the entry: hands everything on, and keeps k6's summary text off the standard output, where the samples go. Returns its path. */
async function writeWrapper(bundle: ScriptBundle, directory: string): Promise<string> {
  const taken = new Set(bundle.files.map(({ path }) => path));
  const folder = posix.dirname(bundle.entry);
  let name = "perf-agent-entry.js";
  while (taken.has(posix.join(folder, name))) name = `_${name}`;
  const specifier = JSON.stringify(`./${posix.basename(bundle.entry)}`);
  const path = join(directory, folder, name);
  await writeFile(
    path,
    `import * as script from ${specifier};\nexport * from ${specifier};\nexport default script.default;\nexport function handleSummary() {\n  return {};\n}\n`,
    { mode: 0o600 },
  );
  return path;
}

/** Moves the files from the private folder to `scriptRoot` and drops times. `entryFolder` is seen from the bundle's root. */
function anonymise(files: readonly TarFile[], entryFolder: string): Uint8Array {
  const metadataFile = files.find(({ name }) => name === "metadata.json");
  const metadata = metadataSchema.parse(JSON.parse(new TextDecoder().decode(metadataFile?.bytes)));
  const folder = decodeURI(new URL(metadata.pwd).pathname).replace(/\/$/u, "");
  const root = entryFolder === "." ? folder : folder.slice(0, -(entryFolder.length + 1));
  const move = (url: string): string => {
    const path = decodeURI(new URL(url).pathname).replace(/\/$/u, "");
    return `file://${scriptRoot}${encodeURI(path.slice(root.length))}`;
  };
  const moved = files.map(({ name, bytes }): TarFile => {
    if (name === "data") return { name, bytes };
    if (name === "metadata.json") {
      const changed = { ...metadata, filename: move(metadata.filename), pwd: move(metadata.pwd) };
      return { name, bytes: new TextEncoder().encode(`${JSON.stringify(changed, null, 2)}\n`) };
    }
    if (!name.startsWith(`file${root}/`))
      throw PerfAgentError.of("PA_ENGINE_SCRIPT", `the script loads a file outside of its bundle: ${name}`);
    return { name: `file${scriptRoot}${name.slice("file".length + root.length)}`, bytes };
  });
  return writeTar(moved);
}

function assertEvaluated(result: CommandResult): CommandResult {
  if (result.exitCode === 0) return result;
  if (!result.started)
    throw PerfAgentError.of("PA_ENGINE_MISSING", `k6 cannot be started: ${result.problem ?? "for an unknown reason"}`);
  const reason = result.problem ?? firstErrorOf(result.stderr) ?? `it ended with code ${String(result.exitCode)}`;
  throw PerfAgentError.of("PA_ENGINE_SCRIPT", `k6 does not accept the script: ${reason}`);
}

function readInspected(stdout: string): PreparedScript["inspected"] {
  const inspected = inspectedSchema.parse(JSON.parse(stdout));
  // Pins come from a configuration file, and a script's own `hosts` would replace them.
  if (Object.keys(inspected.hosts ?? {}).length > 0)
    throw PerfAgentError.of(
      "PA_ENGINE_SCRIPT",
      "the script sets the option `hosts`, which would undo the guard's pins",
    );
  const totalDurationMs = readGoDuration(inspected.totalDuration);
  if (totalDurationMs === null)
    throw PerfAgentError.of("PA_ENGINE_SCRIPT", `k6 tells a duration of "${inspected.totalDuration}"`);
  return { maxVus: inspected.maxVUs, totalDurationMs };
}
