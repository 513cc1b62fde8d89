import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { PerfAgentError } from "../../src/contract/errors.ts";

/** Files of a folder (not of those below it) whose names match, by name; none when the folder is missing. Throws PA_EVALUATION_DATA. */
export async function filesOf(folder: string, pattern: RegExp): Promise<string[]> {
  if (!existsSync(folder)) return [];
  try {
    const names = (await readdir(folder)).filter((name) => pattern.test(name)).toSorted();
    const paths = names.map((name) => join(folder, name));
    // Links to files are files.
    const files = await Promise.all(paths.map(async (path) => (await stat(path)).isFile()));
    return paths.filter((_, i) => files[i]);
  } catch (error) {
    throw malformed(folder, null, "it cannot be listed as a folder", error);
  }
}

/** Text of a file, unpacked when its name ends in `.gz`. Throws PA_EVALUATION_DATA. */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw malformed(path, null, "it cannot be read", error);
  });
  try {
    return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch (error) {
    throw malformed(path, null, "it cannot be unpacked", error);
  }
}

/** One value for each line of a file of JSON lines; empty lines are skipped. Throws PA_EVALUATION_DATA naming the line. */
export async function readJsonLines<T>(path: string, schema: z.ZodType<T>): Promise<T[]> {
  const lines = (await readText(path)).split("\n");
  return lines.flatMap((line, i) =>
    line.trim() === "" ? [] : [understand(path, i + 1, schema, () => JSON.parse(line))],
  );
}

/** The one value of a JSON file. Throws PA_EVALUATION_DATA. */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(path);
  return understand(path, null, schema, () => JSON.parse(text));
}

/** Rows of a CSV file with a header, by the names of its columns. Throws PA_EVALUATION_DATA naming the line. */
export async function readCsv<T>(path: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = await readText(path);
  let rows: unknown[];
  try {
    rows = parse(text, { columns: true, bom: true, skip_empty_lines: true });
  } catch (error) {
    throw malformed(path, null, error instanceof Error ? error.message : String(error), error);
  }
  return rows.map((row, i) => understand(path, i + 2, schema, () => row));
}

function understand<T>(path: string, line: number | null, schema: z.ZodType<T>, read: () => unknown): T {
  let value: unknown;
  try {
    value = read();
  } catch (error) {
    throw malformed(path, line, error instanceof Error ? error.message : String(error), error);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? "" : `"${issue.path.join(".")}": `;
  throw malformed(path, line, `${field}${issue?.message ?? "not understood"}`, parsed.error);
}

/** The error of a file that is not what it should be. `line` counts from 1; null: the whole file. */
export function malformed(path: string, line: number | null, reason: string, cause?: unknown): PerfAgentError {
  return PerfAgentError.of("PA_EVALUATION_DATA", `${path}${line === null ? "" : `:${line}`}: ${reason}`, { cause });
}

/** Throws PA_EVALUATION_DATA when two things of a file have one name. */
export function refuseDoubles(path: string, things: readonly { readonly id: string }[]): void {
  const known = new Set<string>();
  for (const { id } of things) {
    if (known.has(id)) throw malformed(path, null, `"${id}" is there twice`);
    known.add(id);
  }
}

/** A number in a text, as CSV has them. */
export const numberText = z
  .string()
  .refine((text) => text.trim() !== "" && Number.isFinite(Number(text)), "not a number")
  .transform(Number);
