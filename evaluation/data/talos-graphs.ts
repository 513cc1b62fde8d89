import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import type { LabelledHistory } from "./labelled-history.ts";
import { filesOf, malformed, numberText, readCsv, readJson } from "./read-files.ts";

const rowSchema = z.object({ push_timestamp: numberText, value: numberText });
const labelsFile = "expected-change-timestamps.json";
const labelsSchema = z.record(z.string(), z.array(z.number()));

/** Histories of a folder: one CSV file each, and one file with the times of the changes in all. Throws PA_EVALUATION_DATA. */
export async function readTalosGraphs(folder: string): Promise<LabelledHistory[]> {
  const files = await filesOf(folder, /\.csv(\.gz)?$/);
  if (files.length === 0) return [];
  const labelsPath = join(folder, labelsFile);
  if (!existsSync(labelsPath)) throw malformed(labelsPath, null, "the file with the labels is missing");
  const labels = await readJson(labelsPath, labelsSchema);
  return Promise.all(
    files.map(async (path) => {
      const name = basename(path).replace(/\.csv(\.gz)?$/, "");
      const rows = (await readCsv(path, rowSchema)).toSorted((a, b) => a.push_timestamp - b.push_timestamp);
      const expected = labels[name];
      if (expected === undefined) throw malformed(labelsPath, null, `it has no entry for "${name}"`);
      return {
        name,
        values: rows.map(({ value }) => value),
        changes: expected.map((time) => {
          const at = rows.findIndex(({ push_timestamp }) => push_timestamp >= time);
          if (at < 0) throw malformed(labelsPath, null, `"${name}": ${time} lies after the last push`);
          return at;
        }),
        apart: [],
      };
    }),
  );
}
