import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { z } from "zod";
import { ByteReader, ByteWriter } from "../../src/contract/byte-buffer.ts";
import type { GoldenRun, GoldenSecond, GoldenSeries } from "./golden-run.ts";

const controlSchema = z.strictObject({ cpuMs: z.number(), connectMs: z.number() });

const factsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  block: z.string(),
  state: z.string(),
  position: z.int().nonnegative(),
  seed: z.number(),
  startedAt: z.number(),
  firstSecond: z.int().multipleOf(1000),
  control: z.strictObject({ before: controlSchema, after: controlSchema }),
  loadAverage: z.number(),
});

const utf8 = new TextDecoder();

/**
 * A run as bytes, compressed by brotli: facts as JSON, then the number of series, and for each its names, the number of seconds, and for
 * each second the latencies and the failed latencies. A list is its length, then the differences of ascending hundredths of a
 * millisecond, as whole numbers of variable length. About 14 kB for 15,000 requests.
 */
export function encodeRun(run: GoldenRun): Uint8Array {
  const { series, ...facts } = run;
  const writer = new ByteWriter();
  writer.text(JSON.stringify(facts));
  writer.whole(series.length);
  for (const { scenario, endpoint, seconds } of series) {
    writer.text(scenario);
    writer.text(endpoint);
    writer.whole(seconds.length);
    for (const { latencies, failed } of seconds) {
      writeAscending(writer, latencies);
      writeAscending(writer, failed);
    }
  }
  const content = writer.take();
  return brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
}

/** Reads what `encodeRun` wrote. Throws an Error that says what is wrong with anything else. */
export function decodeRun(bytes: Uint8Array): GoldenRun {
  const content = brotliDecompressSync(bytes);
  const reader = new ByteReader(content, 0);
  const text = (): string => utf8.decode(reader.bytes(reader.whole()));
  const facts = factsSchema.parse(JSON.parse(text()));
  const series = Array.from({ length: counted(reader, content) }, (): GoldenSeries => {
    const scenario = text();
    const endpoint = text();
    const seconds = Array.from({ length: counted(reader, content) }, (): GoldenSecond => ({
      latencies: readAscending(reader, content),
      failed: readAscending(reader, content),
    }));
    return { scenario, endpoint, seconds };
  });
  if (reader.at !== content.length) throw new Error(`${content.length - reader.at} bytes too many or too few`);
  return { ...facts, series };
}

function writeAscending(writer: ByteWriter, ascending: Float64Array): void {
  writer.whole(ascending.length);
  let before = 0;
  for (const value of ascending) {
    const hundredths = Math.round(value * 100);
    writer.whole(hundredths - before);
    before = hundredths;
  }
}

function readAscending(reader: ByteReader, content: Uint8Array): Float64Array {
  let hundredths = 0;
  return Float64Array.from({ length: counted(reader, content) }, () => {
    hundredths += reader.whole();
    return hundredths / 100;
  });
}

/** A number of things of at least one byte each, so that damaged bytes cannot ask for more room than they have. */
function counted(reader: ByteReader, content: Uint8Array): number {
  const count = reader.whole();
  if (count > content.length - reader.at) throw new Error(`byte ${reader.at}: ${count} entries in fewer bytes`);
  return count;
}
