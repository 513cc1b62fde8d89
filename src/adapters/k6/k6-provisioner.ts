import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { PerfAgentError } from "../../contract/errors.ts";
import type { EngineProvisioner, FoundEngine } from "../../ports/load-engine.ts";
import { buildFromSource } from "./build-from-source.ts";
import { downloadRelease } from "./download-release.ts";
import { findProgram, isExecutable } from "./find-program.ts";
import { isOlder, oldestVersion, probeVersion } from "./probe-version.ts";

export interface K6ProvisionerSettings {
  /** The user's choice; when it is set nothing else is looked at. */
  readonly configuredPath: string | null;
  readonly pathVariable: string;
  /** Folder of obtained engines, see `engineCacheDirectory`. */
  readonly cacheDirectory: string;
  /** Folder with the module lists v1 and v2. */
  readonly buildRecipes: string;
  /** The release to obtain, such as "2.2.0". */
  readonly version: string;
  readonly releaseBaseUrl: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Longest wait for an answer of the release server, ms. */
  readonly patienceMs?: number;
  readonly platform?: NodeJS.Platform;
  readonly architecture?: NodeJS.Architecture;
}

const defaultPatienceMs = 10_000;

/** Where obtained engines are kept, outside of any project. */
export function engineCacheDirectory(env: Readonly<Record<string, string | undefined>>, homeDirectory: string): string {
  const cache = env["XDG_CACHE_HOME"];
  const base = cache === undefined || !cache.startsWith("/") ? join(homeDirectory, ".cache") : cache;
  return join(base, "perf-agent", "engines");
}

/** Finds k6 (configured path, PATH, cache) or obtains it: the official release, else a build from pinned modules. */
export function k6Provisioner(settings: K6ProvisionerSettings): EngineProvisioner {
  const cached = join(settings.cacheDirectory, "k6", settings.version, "k6");
  let obtaining: Promise<FoundEngine> | null = null;

  const look = async (): Promise<{ found: FoundEngine | null; notes: readonly Note[] }> => {
    if (settings.configuredPath !== null) return { found: await configured(settings.configuredPath), notes: [] };
    const notes: Note[] = [];
    const onPath = await findProgram("k6", settings.pathVariable);
    if (onPath !== null) {
      const probed = await probe(onPath);
      if ("version" in probed) return { found: await foundAt(onPath, probed.version, "path"), notes };
      notes.push(probed);
    }
    if (await isExecutable(cached)) {
      const probed = await probe(cached);
      if ("version" in probed) return { found: await foundAt(cached, probed.version, "cache"), notes };
      notes.push(probed);
    }
    return { found: null, notes };
  };

  const obtain = async (onProgress: (sentence: string) => void): Promise<FoundEngine> => {
    const { found, notes } = await look();
    for (const { sentence } of notes) onProgress(`${sentence}.`);
    if (found !== null) return found;
    const tried = notes.map(({ sentence }) => sentence);
    const ways = [
      { from: "release", work: (output: string) => fetchRelease(settings, output, onProgress) },
      {
        from: "built",
        work: (output: string) =>
          buildFromSource(
            { ...settings, recipes: settings.buildRecipes, temporaryDirectory: tmpdir() },
            output,
            onProgress,
          ),
      },
    ] as const;
    for (const { from, work } of ways) {
      try {
        await install(cached, settings.version, work);
        return await foundAt(cached, settings.version, from);
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error);
        tried.push(sentence);
        onProgress(`${sentence}.`);
      }
    }
    const onlyOld = notes.some(({ tooOld }) => tooOld);
    throw PerfAgentError.of(
      onlyOld ? "PA_ENGINE_TOO_OLD" : "PA_ENGINE_MISSING",
      `no k6 on the PATH that can be used, none in ${settings.cacheDirectory}, and none could be obtained: ${tried.join("; ")}`,
    );
  };

  return {
    find: async () => (await look()).found,
    obtain(onProgress) {
      obtaining ??= obtain(onProgress).finally(() => {
        obtaining = null;
      });
      return obtaining;
    },
  };
}

interface Note {
  readonly sentence: string;
  readonly tooOld: boolean;
}

async function probe(path: string): Promise<{ version: string } | Note> {
  const probed = await probeVersion(path);
  if ("problem" in probed) return { sentence: probed.problem, tooOld: false };
  return isOlder(probed.version, oldestVersion)
    ? { sentence: `${path} is k6 ${probed.version}, older than ${oldestVersion}`, tooOld: true }
    : probed;
}

async function configured(configuredPath: string): Promise<FoundEngine> {
  const path = resolve(configuredPath);
  if (!(await isExecutable(path)))
    throw PerfAgentError.of("PA_ENGINE_MISSING", `${path}, named by the configuration, is not a program`);
  const probed = await probe(path);
  if ("version" in probed) return foundAt(path, probed.version, "configured");
  throw PerfAgentError.of(probed.tooOld ? "PA_ENGINE_TOO_OLD" : "PA_ENGINE_MISSING", probed.sentence);
}

async function foundAt(path: string, version: string, from: FoundEngine["from"]): Promise<FoundEngine> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) hash.update(chunk);
  return { path, version, sha256: hash.digest("hex"), from };
}

async function fetchRelease(
  settings: K6ProvisionerSettings,
  output: string,
  onProgress: (sentence: string) => void,
): Promise<void> {
  onProgress(`Downloading k6 ${settings.version} from ${new URL(settings.releaseBaseUrl).host}.`);
  const program = await downloadRelease({
    baseUrl: settings.releaseBaseUrl,
    version: settings.version,
    platform: settings.platform ?? process.platform,
    architecture: settings.architecture ?? process.arch,
    patienceMs: settings.patienceMs ?? defaultPatienceMs,
  });
  await writeFile(output, program, { mode: 0o755 });
}

/** Lets `work` write a program beside its place, asks the program its name, and only then puts it there in one step: several processes may do so at once. */
async function install(place: string, version: string, work: (output: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  const temporary = `${place}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await work(temporary);
    await chmod(temporary, 0o755);
    const probed = await probeVersion(temporary);
    if ("problem" in probed) throw new Error(`what was obtained cannot be used: ${probed.problem}`);
    if (probed.version !== version) throw new Error(`what was obtained is k6 ${probed.version}, not ${version}`);
    await rename(temporary, place);
  } finally {
    await rm(temporary, { force: true });
  }
}
