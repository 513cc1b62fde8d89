import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { PerfAgentError } from "../../contract/errors.ts";
import { createWindowDecoder } from "../../contract/decode-windows.ts";
import type { CollectionSummary, LimitRule, Window } from "../../contract/window.ts";
import { CollectorThread } from "./collector-thread.ts";

const headBytes = 64 * 1024;
const chunkBytes = 1024 * 1024;
/** Buffers that one thread has at a time. */
const buffersPerThread = 3;
/** Ranges smaller than this are not worth a thread. */
const leastRange = 4 * 1024 * 1024;
const mostExamples = 5;

interface Results {
  readonly windows: readonly Window[];
  readonly summary: CollectionSummary;
}

interface Recognised {
  readonly format: CollectionSummary["format"];
  readonly header: Uint8Array;
}

interface Range {
  readonly from: number;
  readonly to: number | null;
}

interface RangeResults {
  readonly frames: Uint8Array[];
  readonly summary: CollectionSummary;
  readonly stoppedAt: number | null;
}

/** Reads a whole results file on `parallel` threads. Throws PA_IMPORT_FORMAT, PA_IMPORT_ROW, PA_FILE_UNREADABLE. */
export async function readResults(
  workerUrl: URL,
  parallel: number,
  path: string,
  limits: readonly LimitRule[],
): Promise<Results> {
  const file = await reading(path, () => open(path));
  const threads = [new CollectorThread(workerUrl)];
  try {
    const head = Buffer.alloc(headBytes);
    const { bytesRead } = await reading(path, () => file.read(head, 0, headBytes, 0));
    if (bytesRead >= 2 && head[0] === 0x1f && head[1] === 0x8b) return await readGzip(threads, path, limits);
    const [thread] = threads;
    if (thread === undefined) throw new TypeError("no thread");
    const recognised = await recognise(thread, path, head.subarray(0, bytesRead));
    const { size } = await reading(path, () => file.stat());
    const ranges = await findRanges(thread, file, size, recognised, parallel);
    while (threads.length < ranges.length) threads.push(new CollectorThread(workerUrl));
    const parts = await Promise.all(
      ranges.map((range, index) => readRange(threads[index] ?? thread, file, path, recognised, range, limits)),
    );
    if (!fitTogether(ranges, parts)) {
      // What looked like the start of a row was none: once more, in one piece.
      const whole = { from: recognised.header.length, to: null };
      return together([await readRange(thread, file, path, recognised, whole, limits)], path);
    }
    return together(parts, path);
  } finally {
    await Promise.all([file.close(), ...threads.map((thread) => thread.terminate())]);
  }
}

async function reading<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw PerfAgentError.of("PA_FILE_UNREADABLE", `${path} cannot be read: ${reason}`, { cause: error });
  }
}

async function recognise(thread: CollectorThread, path: string, head: Uint8Array): Promise<Recognised> {
  const { format, headerBytes } = await thread.ask({ kind: "recognise", head }, "recognised");
  if (format === null) {
    throw PerfAgentError.of("PA_IMPORT_FORMAT", `${path} begins like none of the formats of k6 or JMeter results`);
  }
  return { format, header: head.slice(0, headerBytes) };
}

/** Cuts the file into ranges that begin where rows seem to begin. */
async function findRanges(
  thread: CollectorThread,
  file: FileHandle,
  size: number,
  { format, header }: Recognised,
  parallel: number,
): Promise<Range[]> {
  const starts = [header.length];
  const wanted = Math.max(1, Math.min(parallel, Math.floor(size / leastRange)));
  for (let part = 1; part < wanted; part++) {
    const at = Math.floor((size / wanted) * part);
    const piece = Buffer.alloc(chunkBytes);
    const { bytesRead } = await file.read(piece, 0, chunkBytes, at);
    const { offset } = await thread.ask(
      { kind: "find-row-start", format, header, piece: piece.subarray(0, bytesRead) },
      "row-start",
    );
    if (offset !== null && at + offset > (starts.at(-1) ?? 0)) starts.push(at + offset);
  }
  return starts.map((from, index) => ({ from, to: starts[index + 1] ?? null }));
}

async function readRange(
  thread: CollectorThread,
  file: FileHandle,
  path: string,
  { format, header }: Recognised,
  range: Range,
  limits: readonly LimitRule[],
): Promise<RangeResults> {
  const frames: Uint8Array[] = [];
  thread.onWindows = (encoded) => frames.push(encoded);
  thread.tell({ kind: "start", format, limits, pace: "file", range: { header, ...range } });
  await feed(thread, async (buffer, place) => {
    const { bytesRead } = await reading(path, () => file.read(buffer, 0, buffer.length, range.from + place));
    return bytesRead;
  });
  const { summary, stoppedAt } = await thread.ask({ kind: "end" }, "ended");
  return { frames, summary, stoppedAt };
}

/** Fills buffers one after the other and passes them round: the next is read while the thread scans those before it. */
async function feed(
  thread: CollectorThread,
  fill: (buffer: Uint8Array<ArrayBuffer>, place: number) => Promise<number>,
): Promise<void> {
  const underWay: Promise<{ readonly bytes: Uint8Array; readonly full: boolean }>[] = [];
  let place = 0;
  for (let made = 0; ;) {
    let buffer: Uint8Array<ArrayBuffer>;
    if (made < buffersPerThread) {
      buffer = new Uint8Array(chunkBytes);
      made++;
    } else {
      const back = await underWay.shift();
      if (back === undefined || back.full || !(back.bytes.buffer instanceof ArrayBuffer)) break;
      buffer = new Uint8Array(back.bytes.buffer);
    }
    const filled = await fill(buffer, place);
    if (filled === 0) break;
    place += filled;
    const taken = thread.ask({ kind: "chunk", bytes: buffer.subarray(0, filled) }, "taken", [buffer.buffer]);
    // A failure is met where the promise is awaited, which may be later than it happens.
    taken.catch(() => {});
    underWay.push(taken);
  }
  await Promise.all(underWay);
}

/** Did each range end where the next one begins? */
function fitTogether(ranges: readonly Range[], parts: readonly RangeResults[]): boolean {
  return ranges.every(({ to }, index) => to === null || parts[index]?.stoppedAt === to);
}

async function readGzip(
  threads: readonly CollectorThread[],
  path: string,
  limits: readonly LimitRule[],
): Promise<Results> {
  const [thread] = threads;
  if (thread === undefined) throw new TypeError("no thread");
  const frames: Uint8Array[] = [];
  thread.onWindows = (encoded) => frames.push(encoded);
  const source = createReadStream(path);
  const plain = createGunzip({ chunkSize: 256 * 1024 });
  source.on("error", (error) => plain.destroy(error));
  let started = false;
  let torn = false;
  try {
    for await (const chunk of source.pipe(plain) as AsyncIterable<Buffer>) {
      if (!started) {
        const { format } = await recognise(thread, path, chunk.subarray(0, headBytes));
        thread.tell({ kind: "start", format, limits, pace: "file", range: null });
        started = true;
      }
      const bytes = new Uint8Array(chunk);
      await thread.ask({ kind: "chunk", bytes }, "taken", [bytes.buffer]);
    }
  } catch (error) {
    if (error instanceof PerfAgentError) throw error;
    // A writer that was killed leaves an unfinished file: what was readable counts.
    if (!(error instanceof Error && "code" in error && error.code === "Z_BUF_ERROR" && started)) {
      const reason = error instanceof Error ? error.message : String(error);
      throw PerfAgentError.of("PA_IMPORT_ROW", `${path} is not whole gzip data: ${reason}`, { cause: error });
    }
    torn = true;
  }
  if (!started) throw PerfAgentError.of("PA_IMPORT_FORMAT", `${path} holds nothing`);
  const { summary, stoppedAt } = await thread.ask({ kind: "end" }, "ended");
  const whole = { ...summary, truncated: summary.truncated || torn };
  return together([{ frames, summary: whole, stoppedAt }], path);
}

/** Windows and summaries of all ranges as one, ascending by second. */
function together(parts: readonly RangeResults[], path: string): Results {
  const [first, ...others] = parts.map(({ summary }) => summary);
  if (first === undefined) throw new TypeError("no range was read");
  const summary = others.reduce(addSummaries, first);
  if (summary.rows === 0) {
    const [example] = summary.badRowExamples;
    throw PerfAgentError.of(
      "PA_IMPORT_ROW",
      `${path} holds no row that can be read${example === undefined ? "" : `; ${example}`}`,
    );
  }
  const decoder = createWindowDecoder();
  const windows = parts.flatMap(({ frames }) => frames.flatMap((encoded) => decoder.push(encoded)));
  return { windows: windows.toSorted((left, right) => left.at - right.at), summary };
}

function addSummaries(left: CollectionSummary, right: CollectionSummary): CollectionSummary {
  const scenarioStarts: Record<string, number> = { ...left.scenarioStarts };
  for (const [scenario, start] of Object.entries(right.scenarioStarts)) {
    scenarioStarts[scenario] = Math.min(start, scenarioStarts[scenario] ?? Infinity);
  }
  return {
    format: left.format,
    rows: left.rows + right.rows,
    badRows: left.badRows + right.badRows,
    badRowExamples: [...left.badRowExamples, ...right.badRowExamples].slice(0, mostExamples),
    firstAt: least(left.firstAt, right.firstAt),
    lastAt: right.lastAt === null ? left.lastAt : Math.max(right.lastAt, left.lastAt ?? right.lastAt),
    truncated: left.truncated || right.truncated,
    foldedSeries: left.foldedSeries + right.foldedSeries,
    scenarioStarts,
    // Ranges follow one another, and the last count is the one that stands.
    leftovers: right.leftovers ?? left.leftovers,
  };
}

function least(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.min(left, right);
}
