import { basename } from "node:path";
import { z } from "zod";
import { filesOf, malformed, numberText, readCsv } from "./read-files.ts";

export interface JmeterSample {
  readonly label: string;
  /** Epoch ms. */
  readonly endedAt: number;
  /** Without connection set-up, ms. */
  readonly latencyMs: number;
  readonly failed: boolean;
}

export interface JmeterFile {
  readonly name: string;
  readonly samples: readonly JmeterSample[];
}

const rowSchema = z.object({
  timeStamp: numberText,
  elapsed: numberText,
  label: z.string().min(1),
  success: z.enum(["true", "false"]),
  Connect: numberText.optional(),
});

/** Every CSV result (`*.jtl`, `*.jtl.gz`) of a folder. Throws PA_EVALUATION_DATA. */
export async function readJmeterSamples(folder: string): Promise<JmeterFile[]> {
  const files = await filesOf(folder, /\.jtl(\.gz)?$/);
  return Promise.all(
    files.map(async (path) => {
      const samples = (await readCsv(path, rowSchema)).map(({ timeStamp, elapsed, label, success, Connect = 0 }) => ({
        label,
        endedAt: timeStamp + elapsed,
        latencyMs: Math.max(0, elapsed - Connect),
        failed: success === "false",
      }));
      if (samples.length === 0) throw malformed(path, null, "it has no sample");
      let [first, last] = [Infinity, -Infinity];
      for (const { endedAt } of samples) {
        first = Math.min(first, endedAt);
        last = Math.max(last, endedAt);
      }
      if (last - first > longestMs)
        throw malformed(path, null, "its samples are more than a week apart: times in more than one unit?");
      return { name: basename(path), samples };
    }),
  );
}

const longestMs = 7 * 24 * 3_600_000;
