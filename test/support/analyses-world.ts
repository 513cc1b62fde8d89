import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localDocuments } from "../../src/adapters/files/local-documents.ts";
import { localRunFolders } from "../../src/adapters/files/local-run-folders.ts";
import { nodeSystem } from "../../src/adapters/node/node-system.ts";
import { openSqliteStore } from "../../src/adapters/sql/open-sqlite-store.ts";
import { workerCollectors } from "../../src/adapters/worker-threads/worker-collectors.ts";
import type { UploadPart } from "../../src/services/analyses/keep-upload.ts";
import { createLiveRuns } from "../../src/services/live/live-runs.ts";
import type { Service } from "../../src/services/service.ts";

/** As much of a service as analyses need: a real disk, store and collector, no engine, no network. */
export interface AnalysesWorld {
  readonly directory: string;
  readonly service: Service;
  pass(ms: number): void;
  close(): Promise<void>;
}

/** What an upload may have, as it arrives and as it unpacks. */
export const uploadLimits = { uploadBytes: 200_000, unpackedBytes: 400_000 };

export async function analysesWorld(): Promise<AnalysesWorld> {
  const directory = await mkdtemp(join(tmpdir(), "perf-agent-analyses-"));
  const store = openSqliteStore(join(directory, "runs.sqlite"));
  let now = Date.UTC(2026, 10, 24, 12);
  const clock = { now: () => now, monotonic: () => now, sleep: () => Promise.resolve() };
  const service = {
    version: "0.0.0",
    dataDirectory: directory,
    system: { ...nodeSystem(), env: { USER: "service" } },
    clock,
    documents: localDocuments(directory),
    folders: localRunFolders(join(directory, "runs")),
    collectors: workerCollectors(new URL("../../src/entry/worker/collect.ts", import.meta.url)),
    settings: { limits: uploadLimits },
    live: createLiveRuns({ clock, onLag: () => undefined }),
    store: () => store,
  } as unknown as Service;
  return {
    directory,
    service,
    pass: (ms) => {
      now += ms;
    },
    close: async () => {
      await (await store).close();
      await rm(directory, { recursive: true });
    },
  };
}

/** A JTL of one endpoint: `latencies` in ms, ten a second, from 24 November 2026 on. */
export function jtlOf(latencies: readonly number[], label = "checkout"): string {
  const start = 1_795_500_000_000;
  const rows = latencies.map(
    (elapsed, place) =>
      `${start + place * 100},${elapsed},${label},200,OK,shop 1-1,text,true,,500,50,3,7,http://t/,${elapsed},0,1`,
  );
  return [
    "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect",
    ...rows,
    "",
  ].join("\n");
}

export function filePart(field: string, name: string, content: string | Uint8Array): UploadPart {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < bytes.length; from += 1000) yield bytes.subarray(from, from + 1000);
  }
  return { kind: "file", field, name, chunks: chunks() };
}

export function textPart(field: string, text: string): UploadPart {
  return { kind: "text", field, text, truncated: false };
}

export async function* partsOf(...parts: readonly UploadPart[]): AsyncGenerator<UploadPart> {
  yield* parts;
}
