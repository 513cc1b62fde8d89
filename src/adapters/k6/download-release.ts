import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { readTar } from "./tar.ts";
import { unzipFile } from "./unzip.ts";

const largestBytes = 300_000_000;
const processors: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", arm64: "arm64" };
const systems: Partial<Record<NodeJS.Platform, string>> = { linux: "linux", darwin: "macos" };

export interface ReleasePlace {
  /** Folder that holds one folder a release, such as "v2.2.0/". */
  readonly baseUrl: string;
  /** "2.2.0" */
  readonly version: string;
  readonly platform: NodeJS.Platform;
  readonly architecture: NodeJS.Architecture;
  /** Longest wait for an answer, and between two pieces of it, ms. */
  readonly patienceMs: number;
}

/**
 * The k6 program of an official release, checked against the checksums file of the same release.
 * Throws an Error that says in a sentence what was in the way.
 */
export async function downloadRelease(place: ReleasePlace): Promise<Uint8Array> {
  const name = archiveName(place);
  const folder = `${place.baseUrl}/v${place.version}`;
  const checksums = new TextDecoder().decode(
    await download(`${folder}/k6-v${place.version}-checksums.txt`, place.patienceMs),
  );
  const expected = checksumOf(checksums, name);
  if (expected === null) throw new Error(`the checksums of k6 ${place.version} do not name ${name}`);
  const archive = await download(`${folder}/${name}`, place.patienceMs);
  const actual = createHash("sha256").update(archive).digest("hex");
  if (actual !== expected) throw new Error(`${name} has the SHA-256 ${actual}, but its release says ${expected}`);
  const program = name.endsWith(".zip")
    ? unzipFile(archive, "k6")
    : (readTar(gunzipSync(archive)).files.find((file) => file.name.split("/").at(-1) === "k6")?.bytes ?? null);
  if (program === null) throw new Error(`${name} holds no k6`);
  return program;
}

function archiveName({ version, platform, architecture }: ReleasePlace): string {
  const processor = processors[architecture];
  const system = systems[platform];
  if (processor === undefined || system === undefined)
    throw new Error(`k6 publishes no release that runs on ${platform} ${architecture}`);
  return `k6-v${version}-${system}-${processor}.${system === "macos" ? "zip" : "tar.gz"}`;
}

/** One "SHA-256  name" a line. */
function checksumOf(checksums: string, name: string): string | null {
  for (const line of checksums.split("\n")) {
    const [, digest, file] = /^([0-9a-f]{64}) [ *](\S+)\s*$/u.exec(line) ?? [];
    if (digest !== undefined && file === name) return digest;
  }
  return null;
}

async function download(url: string, patienceMs: number): Promise<Uint8Array> {
  const controller = new AbortController();
  const impatience = (): NodeJS.Timeout =>
    setTimeout(() => controller.abort(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs);
  let timer = impatience();
  try {
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok || response.body === null) throw new Error(`it answered ${response.status}`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = impatience();
      size += chunk.byteLength;
      if (size > largestBytes) throw new Error("it is larger than any k6");
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw new Error(`${url}: ${reasonOf(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** `fetch` hides the reason in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;
}
