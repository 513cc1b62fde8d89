import { PerfAgentError } from "../../contract/errors.ts";
import { formatBytes } from "../../contract/format-quantity.ts";
import { mostTextBytes } from "../plans/text-size.ts";
import type { Service } from "../service.ts";

/** A part of an upload as it comes in: a file that has to be read before the next part, or a short text. */
export type UploadPart =
  | {
      readonly kind: "file";
      readonly field: string;
      readonly name: string;
      readonly chunks: AsyncIterable<Uint8Array>;
    }
  | {
      readonly kind: "text";
      readonly field: string;
      readonly text: string;
      /** It was longer than such a text may be. */
      readonly truncated: boolean;
    };

/** Results that somebody handed in, in a folder of their own until they are judged. Paths are absolute. */
export interface ResultsUpload {
  readonly directory: string;
  readonly resultsFile: string;
  readonly sloFiles: readonly string[];
  readonly baselinesFile: string | null;
  readonly service: string;
  /** null: not said. */
  readonly environment: string | null;
  /** Of the results, once unpacked. */
  readonly unpackedBytes: number;
}

type UploadService = Pick<Service, "documents" | "system" | "dataDirectory" | "settings">;

const mostSloFiles = 20;
const namePattern = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,119}$/u;

/**
 * Takes in an upload to judge: `results` (k6 CSV or JSON, JTL, plain or gzip), `slos` (files or texts, any number), `baselines` (a series,
 * JSON or CSV by its name), `service`, `environment`. Names of files never become paths. Throws PA_UPLOAD_INVALID and PA_UPLOAD_TOO_LARGE;
 * nothing is kept then.
 */
export async function keepUpload(service: UploadService, parts: AsyncIterable<UploadPart>): Promise<ResultsUpload> {
  const directory = `${service.dataDirectory}/uploads/upload-${service.system.randomHex(16)}`;
  const taking = new Taking(service, directory);
  try {
    for await (const part of parts) await taking.take(part);
    return taking.finish();
  } catch (error) {
    await service.documents.remove(directory);
    throw error;
  }
}

class Taking {
  readonly #service: UploadService;
  readonly #directory: string;
  readonly #sloFiles: string[] = [];
  readonly #texts = new Map<string, string>();
  #results: { readonly path: string; readonly unpackedBytes: number } | null = null;
  #baselines: string | null = null;
  /** Of everything so far, as it unpacks. */
  #unpackedBytes = 0;

  constructor(service: UploadService, directory: string) {
    this.#service = service;
    this.#directory = directory;
  }

  async take(part: UploadPart): Promise<void> {
    if (part.kind === "text" && part.truncated)
      throw PerfAgentError.of("PA_UPLOAD_TOO_LARGE", `\`${part.field}\` is too long for a text: send it as a file`);
    switch (part.field) {
      case "results": {
        if (this.#results !== null) throw invalid("the part `results` stands there twice");
        if (part.kind === "text") throw invalid("`results` has to be a file");
        const path = `results/${safeName(part.name, "results")}`;
        this.#results = { path, unpackedBytes: await this.#receive(path, part.chunks, null) };
        return;
      }
      case "slos": {
        if (this.#sloFiles.length === mostSloFiles) throw invalid(`there are more than ${mostSloFiles} parts \`slos\``);
        const name = part.kind === "file" ? safeName(part.name, "slos") : "slos";
        // The number keeps two files of one name apart.
        const path = `slos/${this.#sloFiles.length + 1}/${name}`;
        await this.#receive(path, chunksOf(part), mostTextBytes);
        this.#sloFiles.push(path);
        return;
      }
      case "baselines": {
        if (this.#baselines !== null) throw invalid("the part `baselines` stands there twice");
        const path = `baselines/${part.kind === "file" ? safeName(part.name, "baselines") : "baselines.json"}`;
        await this.#receive(path, chunksOf(part), null);
        this.#baselines = path;
        return;
      }
      case "service":
      case "environment": {
        if (this.#texts.has(part.field)) throw invalid(`the part \`${part.field}\` stands there twice`);
        if (part.kind === "file") throw invalid(`\`${part.field}\` has to be a text`);
        if (!namePattern.test(part.text))
          throw invalid(`\`${part.field}\` has to be letters, digits, spaces, ".", "_" and "-", at most 120`);
        this.#texts.set(part.field, part.text);
        return;
      }
      default:
        throw invalid(`there is no part of the name ${JSON.stringify(part.field.slice(0, 60))}`);
    }
  }

  finish(): ResultsUpload {
    if (this.#results === null) throw invalid("the part `results` is missing");
    const absolute = (path: string): string => `${this.#directory}/${path}`;
    return {
      directory: this.#directory,
      resultsFile: absolute(this.#results.path),
      sloFiles: this.#sloFiles.map(absolute),
      baselinesFile: this.#baselines === null ? null : absolute(this.#baselines),
      service: this.#texts.get("service") ?? "imported",
      environment: this.#texts.get("environment") ?? null,
      unpackedBytes: this.#results.unpackedBytes,
    };
  }

  /** How much it unpacks to. `most`: bytes of this part alone; null: what the whole upload may have. */
  async #receive(path: string, chunks: AsyncIterable<Uint8Array>, most: number | null): Promise<number> {
    const { uploadBytes, unpackedBytes } = this.#service.settings.limits;
    const left = unpackedBytes - this.#unpackedBytes;
    if (left <= 0)
      throw PerfAgentError.of("PA_UPLOAD_TOO_LARGE", `it unpacks to more than ${formatBytes(unpackedBytes)}`);
    const received = await this.#service.documents.receive(`${this.#directory}/${path}`, chunks, {
      mostBytes: Math.min(uploadBytes, most ?? uploadBytes),
      mostUnpackedBytes: Math.min(left, most ?? left),
    });
    this.#unpackedBytes += received.unpackedBytes;
    return received.unpackedBytes;
  }
}

async function* chunksOf(part: UploadPart): AsyncGenerator<Uint8Array> {
  if (part.kind === "text") yield new TextEncoder().encode(part.text);
  else yield* part.chunks;
}

/** The last part of a name without what paths, terminals and reports could trip over; what is left of nothing is `otherwise`. */
function safeName(name: string, otherwise: string): string {
  const last = name.split(/[/\\]/u).at(-1) ?? "";
  const safe = last
    .replaceAll(/[^A-Za-z0-9._-]+/gu, "-")
    .slice(-100)
    .replace(/^[.-]+/u, "");
  return safe === "" ? otherwise : safe;
}

function invalid(text: string): PerfAgentError {
  return PerfAgentError.of("PA_UPLOAD_INVALID", text);
}
