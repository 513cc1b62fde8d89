import { basename } from "node:path";
import { z } from "zod";
import type { LabelledHistory } from "./labelled-history.ts";
import { filesOf, malformed, numberText, readCsv } from "./read-files.ts";

const rowSchema = z.object({
  commit: numberText,
  type: z.string().min(1),
  med: numberText,
  jump: z.string(),
  trend: z.string(),
});

/**
 * One history for each kind of operation in the `*bootstrap*.csv` files of a folder. The files hold percent of difference to the first
 * commit; the history is the level in its multiples. A definite jump is a change; a potential one and whatever is a trend are set
 * apart, as a slow trend has no place at which it happens. Throws PA_EVALUATION_DATA.
 */
export async function readCommitHistory(folder: string): Promise<LabelledHistory[]> {
  const files = await filesOf(folder, /bootstrap.*\.csv(\.gz)?$/);
  const read = await Promise.all(files.map(async (path) => ({ path, rows: await readCsv(path, rowSchema) })));
  return read.flatMap(({ path, rows }) => {
    const kinds = [...new Set(rows.map(({ type }) => type))];
    return kinds.map((kind) => {
      const history = rows.filter(({ type }) => type === kind).toSorted((a, b) => a.commit - b.commit);
      const values = history.map(({ med }) => 1 + med / 100);
      if (values.some((value) => value <= 0)) throw malformed(path, null, `"${kind}": a change of −100 % or less`);
      const placesOf = (holds: (row: (typeof history)[number]) => boolean): number[] =>
        history.flatMap((row, place) => (holds(row) ? [place] : []));
      return {
        name: `${basename(path)} ${kind}`,
        values,
        changes: placesOf(({ jump }) => jump.startsWith("definite")),
        apart: placesOf(({ jump, trend }) => !jump.startsWith("definite") && (jump !== "" || trend !== "")),
      };
    });
  });
}
