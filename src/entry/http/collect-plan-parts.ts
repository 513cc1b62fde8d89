import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { SubmitPlanRequest } from "../../contract/api/plans.ts";
import { PerfAgentError } from "../../contract/errors.ts";

/** A part of a multipart body, as far as it is looked at. */
export type UploadPart =
  | {
      readonly type: "field";
      readonly fieldname: string;
      readonly value: unknown;
      readonly valueTruncated: boolean;
    }
  | {
      readonly type: "file";
      readonly fieldname: string;
      readonly filename: string;
      readonly file: AsyncIterable<Uint8Array>;
    };

const unzip = promisify(gunzip);
const known: readonly string[] = ["plan", "slos", "data", "environment", "overrides"];

/**
 * The request that a multipart body stands for: parts `plan`, `slos` (one or several), `environment` and `overrides` as texts or files, and
 * files `data` whose file names are the paths under which the plan names them. Files whose names end in `.gz` are unpacked and lose
 * that ending. `mostBytes` bounds all parts together as they are after unpacking. Throws PA_UPLOAD_INVALID and PA_UPLOAD_TOO_LARGE.
 */
export async function collectPlanParts(
  parts: AsyncIterable<UploadPart>,
  mostBytes: number,
): Promise<Partial<SubmitPlanRequest>> {
  const room = new Room(mostBytes);
  const texts: Record<"plan" | "environment" | "overrides", string[]> = { plan: [], environment: [], overrides: [] };
  const slos: [name: string, text: string][] = [];
  const data = new Map<string, Uint8Array>();
  for await (const part of parts) {
    const { fieldname } = part;
    if (!known.includes(fieldname))
      throw invalid(`the part ${JSON.stringify(fieldname.slice(0, 100))} is none of ${known.join(", ")}`);
    if (fieldname === "data") {
      const [name, bytes] = await readData(part, room);
      if (data.has(name)) throw invalid(`two files are called ${JSON.stringify(name.slice(0, 200))}`);
      data.set(name, bytes);
    } else {
      const { name, text } = await readText(part, room);
      if (fieldname === "slos") slos.push([name ?? `${slos.length + 1}.yaml`, text]);
      else if (fieldname === "plan") texts.plan.push(text);
      else if (fieldname === "environment") texts.environment.push(text);
      else texts.overrides.push(text);
    }
  }
  const [plan, ...morePlans] = texts.plan;
  const [environment, ...moreEnvironments] = texts.environment;
  if (morePlans.length + moreEnvironments.length > 0) throw invalid("`plan` and `environment` are one part each");
  if (new Set(slos.map(([name]) => name)).size < slos.length) throw invalid("two files of objectives have one name");
  return {
    ...(plan === undefined ? {} : { plan }),
    ...(environment === undefined ? {} : { environment }),
    ...(texts.overrides.length === 0 ? {} : { overrides: texts.overrides }),
    ...(slos.length === 0 ? {} : { slos: Object.fromEntries(slos) }),
    ...(data.size === 0
      ? {}
      : { data: Object.fromEntries([...data].map(([name, bytes]) => [name, asContent(bytes)])) }),
  };
}

/** What may still come. */
class Room {
  #left: number;
  readonly #most: number;

  constructor(mostBytes: number) {
    this.#left = mostBytes;
    this.#most = mostBytes;
  }

  get left(): number {
    return this.#left;
  }

  take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw this.tooLarge();
  }

  tooLarge(): PerfAgentError {
    const most = (this.#most / 1024 / 1024).toFixed(this.#most % (1024 * 1024) === 0 ? 0 : 1);
    return PerfAgentError.of("PA_UPLOAD_TOO_LARGE", `the parts may have ${most} MiB together, unpacked`);
  }
}

async function readData(part: UploadPart, room: Room): Promise<[name: string, bytes: Uint8Array]> {
  if (part.type === "field")
    throw invalid("`data` is a file each, whose file name is the path under which the plan names it");
  const { filename } = part;
  if (filename.endsWith(".gz")) return [filename.slice(0, -3), await readPacked(part, room)];
  return [filename, await readBytes(part.file, room)];
}

async function readText(part: UploadPart, room: Room): Promise<{ name: string | null; text: string }> {
  if (part.type === "field") {
    if (part.valueTruncated) throw room.tooLarge();
    // A part that says it is JSON was parsed already.
    const text = typeof part.value === "string" ? part.value : JSON.stringify(part.value);
    room.take(Buffer.byteLength(text));
    return { name: null, text };
  }
  const isPacked = part.filename.endsWith(".gz");
  const bytes = isPacked ? await readPacked(part, room) : await readBytes(part.file, room);
  const name = isPacked ? part.filename.slice(0, -3) : part.filename;
  return { name: name.split("/").at(-1) ?? name, text: new TextDecoder().decode(bytes) };
}

async function readBytes(file: AsyncIterable<Uint8Array>, room: Room): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file) {
    room.take(chunk.byteLength);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Packed bytes count for nothing themselves, but are never more than what may come unpacked. */
async function readPacked({ file, filename }: Extract<UploadPart, { type: "file" }>, room: Room): Promise<Uint8Array> {
  const packed = await readBytes(file, new Room(Math.max(0, room.left)));
  let bytes: Uint8Array;
  try {
    bytes = await unzip(packed, { maxOutputLength: Math.max(1, room.left) });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") throw room.tooLarge();
    throw invalid(`${JSON.stringify(filename.slice(0, 200))} ends in .gz and is not packed by gzip`, error);
  }
  room.take(bytes.byteLength);
  return bytes;
}

/** Text where it is any. */
function asContent(bytes: Uint8Array): string | { base64: string } {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64") };
  }
}

function invalid(text: string, cause?: unknown): PerfAgentError {
  return PerfAgentError.of("PA_UPLOAD_INVALID", text, { cause });
}
