import { basename } from "node:path";
import { z } from "zod";
import { filesOf, readJsonLines, refuseDoubles } from "./read-files.ts";

/** One run of two versions of a function, in one deployment. */
export interface FunctionRun {
  /** File and name in it. */
  readonly id: string;
  readonly platform: string;
  readonly workload: string;
  /** What was added to the second version; 0: nothing. */
  readonly injected: number;
  /** The addition is a further call of another service, not a share of the work. */
  readonly externalCall: boolean;
  /** Request times in ms, in the order of the log. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const times = z.array(z.number().nonnegative()).min(1);
const lineSchema = z.object({
  id: z.string().min(1),
  platform: z.string().min(1),
  workload: z.string().min(1),
  injected: z.number().nonnegative(),
  kind: z.string(),
  v1_ms: times,
  v2_ms: times,
});

/** Every run of `*.jsonl` and `*.jsonl.gz` in a folder. Throws PA_EVALUATION_DATA. */
export async function readFaasLatency(folder: string): Promise<FunctionRun[]> {
  const files = await filesOf(folder, /\.jsonl(\.gz)?$/);
  const read = await Promise.all(files.map(async (path) => ({ path, lines: await readJsonLines(path, lineSchema) })));
  return read.flatMap(({ path, lines }) => {
    refuseDoubles(path, lines);
    return lines.map(({ id, platform, workload, injected, kind, v1_ms, v2_ms }) => ({
      id: `${basename(path)}/${id}`,
      platform,
      workload,
      injected,
      externalCall: kind.includes("external call"),
      before: v1_ms,
      after: v2_ms,
    }));
  });
}
