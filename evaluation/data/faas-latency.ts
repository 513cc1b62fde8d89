import { z } from "zod";
import { filesOf, malformed, readJsonLines } from "./read-files.ts";

/** One run of two versions of a function, in one deployment. */
export interface FunctionRun {
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
  const known = new Set<string>();
  const read = await Promise.all(files.map(async (path) => ({ path, lines: await readJsonLines(path, lineSchema) })));
  return read.flatMap(({ path, lines }) =>
    lines.map(({ id, platform, workload, injected, kind, v1_ms, v2_ms }) => {
      if (known.has(id)) throw malformed(path, null, `run "${id}" is there twice`);
      known.add(id);
      const externalCall = kind.includes("external call");
      return { id, platform, workload, injected, externalCall, before: v1_ms, after: v2_ms };
    }),
  );
}
