import { basename } from "node:path";
import { z } from "zod";
import { filesOf, readJsonLines, refuseDoubles } from "./read-files.ts";

/** Repeated runs of the same benchmark on machines of one class. */
export interface NoiseSeries {
  /** File and name in it. */
  readonly id: string;
  /** Class of machine and whether it is the same one in every run, such as `D8s long`. */
  readonly group: string;
  /** Average latency of each run in ms, oldest first. */
  readonly values: readonly number[];
}

const lineSchema = z.object({
  id: z.string().min(1),
  sku: z.string().min(1),
  vm_lifespan: z.string().min(1),
  v: z.array(z.number().positive()),
});

/** Every series of `*.jsonl` and `*.jsonl.gz` in a folder. Throws PA_EVALUATION_DATA. */
export async function readCloudNoise(folder: string): Promise<NoiseSeries[]> {
  const files = await filesOf(folder, /\.jsonl(\.gz)?$/);
  const read = await Promise.all(files.map(async (path) => ({ path, lines: await readJsonLines(path, lineSchema) })));
  return read.flatMap(({ path, lines }) => {
    refuseDoubles(path, lines);
    return lines.map(({ id, sku, vm_lifespan, v }) => ({
      id: `${basename(path)}/${id}`,
      // The version of a machine type ("_v5") is the same for all lines of a class.
      group: `${sku.replace(/_v\d+$/, "")} ${vm_lifespan}`,
      values: v,
    }));
  });
}
