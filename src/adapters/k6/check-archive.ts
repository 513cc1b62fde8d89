import { createHash } from "node:crypto";
import { z } from "zod";
import { PerfAgentError } from "../../contract/errors.ts";
import type { PreparedScript } from "../../ports/load-engine.ts";
import { readTar, writeTar, type TarFile } from "./tar.ts";

/** Where the script says it lives: stack traces and the archive show this folder and never a private one. */
const scriptRoot = "/script";

/** Options that lead around what holds a run: pins, the vendor's cloud, a browser that dials by itself, a start that waits for a word over REST. */
const forbiddenOptions = ["hosts", "ext", "cloud", "paused"] as const;

const scriptFile = /\.[cm]?[jt]s$/u;
const sourceMap = "sourceMappingURL";

const optionsSchema = z.looseObject({
  scenarios: z.record(z.string(), z.looseObject({ options: z.unknown().optional() })).nullish(),
});
const metadataSchema = z.looseObject({ filename: z.string(), pwd: z.string(), options: optionsSchema });

/**
 * Lists an archive that k6 made of the files `given` (path in the bundle to bytes) in the private folder `source`: every file in it must be one of
 * them, byte for byte. Gives the archive again, moved to `scriptRoot` and without times, so that the same files give the same bytes.
 * Throws PA_GUARD_SCRIPT with the name of what is foreign, changed or linked, and with the option that no script may set.
 */
export function checkArchive(
  archive: Uint8Array,
  { given, entry, source }: { given: ReadonlyMap<string, Uint8Array>; entry: string; source: string },
): { readonly frozen: Uint8Array; readonly files: PreparedScript["files"] } {
  const { files, others } = readTar(archive);
  // k6 keeps the entry as `data`, with a hard link to it at the entry's own place.
  const link = others.find(({ name, linkTo }) => name !== `file${source}/${entry}` || linkTo !== "data");
  if (link !== undefined) throw refusal(`the archive of the script holds a link: ${link.name}`);
  const checked: { path: string; sha256: string }[] = [];
  const moved = files.map(({ name, bytes }): TarFile => {
    if (name === "metadata.json") return { name, bytes: moveMetadata(bytes, source) };
    const inside = name === "data" ? entry : name.startsWith(`file${source}/`) ? name.slice(source.length + 5) : null;
    const expected = inside === null ? undefined : given.get(inside);
    if (inside === null || expected === undefined)
      throw refusal(`the script loads a file that is not in its bundle: ${name.replace(/^file(?=\/)/u, "")}`);
    if (Buffer.compare(bytes, expected) !== 0) throw refusal(`${inside} is not the file of the bundle`);
    // k6 fetches what it names whenever it reads the archive, past every block.
    if (scriptFile.test(inside) && Buffer.from(bytes).includes(sourceMap))
      throw refusal(`${inside} names a source map, which the engine would fetch`);
    checked.push({ path: inside, sha256: createHash("sha256").update(bytes).digest("hex") });
    return { name: name === "data" ? name : `file${scriptRoot}/${inside}`, bytes };
  });
  return {
    frozen: writeTar(moved),
    files: checked.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
  };
}

function moveMetadata(bytes: Uint8Array, source: string): Uint8Array {
  const metadata = metadataSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  assertOptions(metadata.options);
  const move = (url: string): string => {
    const path = decodeURI(new URL(url).pathname).replace(/\/$/u, "");
    return `file://${scriptRoot}${encodeURI(path.slice(source.length))}`;
  };
  const changed = { ...metadata, filename: move(metadata.filename), pwd: move(metadata.pwd) };
  return new TextEncoder().encode(`${JSON.stringify(changed, null, 2)}\n`);
}

function assertOptions(options: z.infer<typeof optionsSchema>): void {
  const set = forbiddenOptions.filter((name) => {
    const value: unknown = options[name];
    return typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value);
  });
  if (set[0] !== undefined)
    throw refusal(`the script sets the option \`${set[0]}\`, which would undo what the guard holds it to`);
  for (const [name, { options: own }] of Object.entries(options.scenarios ?? {}))
    if (typeof own === "object" && own !== null && Object.keys(own).length > 0)
      throw refusal(
        `scenario "${name}" sets the option \`${Object.keys(own).join("`, `")}\`; only its load is its own`,
      );
}

function refusal(text: string): PerfAgentError {
  return PerfAgentError.of("PA_GUARD_SCRIPT", text);
}
