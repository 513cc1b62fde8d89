import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { createWindowDecoder } from "../../contract/decode-windows.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Window } from "../../contract/window.ts";
import { collected, countsOf, errorsOf } from "../../../test/support/collected.ts";
import { mergeWindows } from "../../pipeline/collect/merge-windows.ts";
import { workerCollectors } from "./worker-collectors.ts";

const worker = new URL("../../entry/worker/collect.ts", import.meta.url);
const collectors = workerCollectors(worker);
const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../test/fixtures/${name}`, import.meta.url)));

const directory = mkdtempSync(join(tmpdir(), "perf-agent-collect-"));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: Uint8Array | string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

function plain(windows: readonly Window[]): Window[] {
  return mergeWindows(windows).map(({ at, series, counters, errors, vus }) => ({
    at,
    series: series.map(({ key, count, sum, min, max, zeroCount, indexes, counts, limits }) => {
      return { key, count, sum, min, max, zeroCount, indexes, counts, limits };
    }),
    counters,
    errors,
    vus,
  }));
}

async function codeOf(run: Promise<unknown>): Promise<string | undefined> {
  return run.then(
    () => undefined,
    (error: unknown) => (error instanceof PerfAgentError ? error.mistakes[0]?.code : String(error)),
  );
}

const header =
  "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n";

/** Enough rows for two ranges. Failures hold what looks like rows in their message, as many as `decoys`. */
function bigJtl(rows: number, decoys: number): string {
  const lines = [header];
  const decoy = "1795000000000,5,decoy,200,OK,g 1-1,text,true,,1,1,1,1,u,4,0,1\n".repeat(decoys);
  for (let index = 0; index < rows; index++) {
    const failed = index % 10 === 0;
    const message = failed && decoys > 0 ? `"saw:\n${decoy}"` : "";
    lines.push(
      `${1_795_000_000_000 + index},${20 + (index % 97)},page ${index % 7},${failed ? 200 : 201},OK,g 1-${index % 5},text,${!failed},${message},824,266,5,5,http://t,19,0,${index % 3}\n`,
    );
  }
  return lines.join("");
}

describe("reading a file", () => {
  it.each(["k6/v2-reduced.csv", "k6/v2.json", "jmeter/todo-service.jtl"])(
    "gives what one pass gives: %s",
    async (name) => {
      const bytes = fixture(name);
      for (const path of [file("plain", bytes), file("compressed", gzipSync(bytes))]) {
        const { windows, summary } = await collectors.read(path, []);
        const one = collected(summary.format, bytes);
        expect(plain(windows)).toEqual(one.windows);
        expect(summary).toEqual(one.summary);
      }
    },
  );

  it.each([
    ["rows that start where they seem to", 0],
    ["quoted text that looks like rows", 10_000],
  ])("in ranges gives what one pass gives: %s", async (_, decoys) => {
    const text = bigJtl(decoys === 0 ? 115_000 : 170, decoys);
    expect(text.length).toBeGreaterThan(8 * 1024 * 1024);
    const { windows, summary } = await workerCollectors(worker, 3).read(file("big.jtl", text), []);
    const one = collected("jtl-csv", text);
    expect(plain(windows)).toEqual(one.windows);
    expect(summary).toEqual(one.summary);
    expect(Object.keys(errorsOf(windows))).not.toEqual([]);
    expect(countsOf(windows, "latency")).not.toHaveProperty("g/decoy");
  });

  it("in ranges does not part a request of k6", async () => {
    const bytes = new TextDecoder().decode(fixture("k6/v2-reduced.csv"));
    const end = bytes.indexOf("\n") + 1;
    const left = "perf_agent_leftovers,1795498802725,3,,,,,,,,,,,\n";
    const text = bytes.slice(0, end) + left + bytes.slice(end).repeat(125);
    expect(text.length).toBeGreaterThan(8 * 1024 * 1024);
    const { windows, summary } = await collectors.read(file("big.csv", text), []);
    const one = collected("k6-csv", text);
    expect(summary.leftovers).toBe(3);
    expect(plain(windows)).toEqual(one.windows);
    expect(summary).toEqual(one.summary);
  });

  it("keeps what an unfinished compressed file has", async () => {
    const whole = gzipSync(bigJtl(2000, 0));
    const { summary } = await collectors.read(file("torn.gz", whole.subarray(0, whole.length - 500)), []);
    expect(summary.truncated).toBe(true);
    expect(summary.rows).toBeGreaterThan(1000);
  });

  it.each([
    ["PA_IMPORT_FORMAT", "a,b\n1,2\n"],
    ["PA_IMPORT_FORMAT", ""],
    ["PA_IMPORT_FORMAT", gzipSync("hello\n")],
    ["PA_IMPORT_FORMAT", gzipSync("")],
    ["PA_IMPORT_ROW", header],
    ["PA_IMPORT_ROW", `${header}x,y,z\n`],
    ["PA_IMPORT_ROW", new Uint8Array([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])],
  ])("refuses with %s", async (code, content) => {
    expect(await codeOf(collectors.read(file("refused", content), []))).toBe(code);
  });

  it("says that a file is missing or a folder", async () => {
    expect(await codeOf(collectors.read(join(directory, "none"), []))).toBe("PA_FILE_UNREADABLE");
    expect(await codeOf(collectors.read(directory, []))).toBe("PA_FILE_UNREADABLE");
  });
});

describe("a live stream", () => {
  it("gives the windows of one pass, in frames that can be appended", async () => {
    const bytes = fixture("k6/v2-reduced.csv");
    const limits = [{ measure: "latency", endpoint: null, scenario: null, limitMs: 1 }] as const;
    const collector = collectors.start({ format: "k6-csv", limits });
    const decoder = createWindowDecoder();
    const windows: Window[] = [];
    let batches = 0;
    collector.onWindows((frames) => {
      batches++;
      windows.push(...decoder.push(frames));
    });
    const pushes: Promise<void>[] = [];
    for (let at = 0; at < bytes.length; at += 5000) pushes.push(collector.push(bytes.subarray(at, at + 5000)));
    await Promise.all(pushes);
    expect(bytes.length).toBeGreaterThan(0);
    const summary = await collector.end();
    const one = collected("k6-csv", bytes, { limits });
    expect(plain(windows)).toEqual(one.windows);
    expect(summary).toEqual(one.summary);
    expect(batches).toBeGreaterThan(1);
  });

  it("makes its caller wait while much is under way, and loses nothing", async () => {
    const rows = "http_req_duration,1795000000000,1.5,a,s\n".repeat(30_000);
    const collector = collectors.start({ format: "k6-csv", limits: [] });
    const pushes = [collector.push(new TextEncoder().encode("metric_name,timestamp,metric_value,name,scenario\n"))];
    let waiting = 0;
    for (let round = 0; round < 12; round++) {
      waiting++;
      pushes.push(
        collector.push(new TextEncoder().encode(rows)).then(() => {
          waiting--;
        }),
      );
    }
    await Promise.resolve();
    await Promise.resolve();
    expect(waiting).toBeGreaterThan(4);
    await Promise.all(pushes);
    expect(await collector.end()).toMatchObject({ rows: 12 * 30_000, badRows: 0 });
  });

  it("rejects when the thread dies", async () => {
    const collector = collectors.start({ format: "k6-csv", limits: [] });
    await collector.push(new Uint8Array(10));
    await collector.terminate();
    expect(await codeOf(collector.end())).toBe("PA_INTERNAL");
    const broken = workerCollectors(new URL("data:text/javascript,throw new Error('broken')"));
    expect(await codeOf(broken.start({ format: "k6-csv", limits: [] }).end())).toBe("PA_INTERNAL");
    expect(await codeOf(broken.read(file("any.jtl", header), []))).toBe("PA_INTERNAL");
  });
});
