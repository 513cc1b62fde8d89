import { mkdtemp, readdir, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { errorDocumentSchema } from "../../src/contract/error-document.ts";
import { runDocumentSchema, type RunDocument } from "../../src/contract/run.ts";
import type { GoldenControl, GoldenSeries } from "../../evaluation/golden/golden-run.ts";
import { probeControl } from "./control-probe.ts";
import { readSamples, type KeptSeconds } from "./read-samples.ts";
import { startShop } from "./start-shop.ts";

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export interface RunOrder {
  /** The plan file, with its policy beside it. */
  readonly plan: string;
  /** Changes of the plan, as `--override` takes them. */
  readonly overrides: readonly string[];
  readonly slo: string;
  /** Seed of the shop's own service times. */
  readonly shopSeed: number;
  readonly fault: Readonly<Record<string, string | number>> | null;
  /** Which seconds are kept, by the start of the load (epoch ms). */
  readonly kept: (startedAt: number) => KeptSeconds;
  /** Ends the run at once; the promise rejects. */
  readonly signal: AbortSignal;
}

export interface FinishedRun {
  readonly document: RunDocument;
  readonly startedAt: number;
  readonly firstSecond: number;
  readonly series: readonly GoldenSeries[];
  readonly control: { readonly before: GoldenControl; readonly after: GoldenControl };
  readonly loadAverage: number;
  /** Folder of the run as the product wrote it; it is removed when `use` has ended. */
  readonly folder: string;
}

/**
 * One run of the product against a fresh shop: shop up, probe, `perf-agent run` with its samples kept, probe, shop down. `use` gets the
 * run while its folder is there. Rejects when the product could not run, or the samples are not all there.
 */
export async function oneRun<T>(order: RunOrder, use: (run: FinishedRun) => Promise<T>): Promise<T> {
  const [loadAverage = 0] = loadavg();
  const work = await mkdtemp(join(tmpdir(), "golden-run-"));
  const shop = await startShop(order.shopSeed, order.fault);
  try {
    const before = await probeControl(shop.url);
    const document = await perfAgentRun(order, shop.url, work);
    const after = await probeControl(shop.url);
    const folder = await onlyRunOf(join(work, "runs"));
    let startedAt = 0;
    let firstSecond = 0;
    const { series, requests } = await readSamples(join(folder, "samples.csv.gz"), (start) => {
      startedAt = start;
      const kept = order.kept(start);
      firstSecond = kept.first;
      return kept;
    });
    if (requests !== document.totals.requests)
      throw new Error(`${requests} requests in the samples, ${document.totals.requests} in the run's document`);
    return await use({ document, startedAt, firstSecond, series, control: { before, after }, loadAverage, folder });
  } finally {
    await shop.stop();
    await rm(work, { recursive: true, force: true });
  }
}

/** The product as its users run it; nothing of it stays on this machine, and no earlier run is compared with. */
async function perfAgentRun(order: RunOrder, url: string, work: string): Promise<RunDocument> {
  const { plan, overrides, slo } = order;
  const words = [
    pathOf("../../bin/perf-agent.js"),
    "run",
    plan,
    "--base-url",
    url,
    "--slo",
    slo,
    "--keep-samples",
    "--json",
  ];
  for (const override of overrides) words.push("--override", override);
  const child = spawn(process.execPath, words, {
    cwd: work,
    env: {
      ...process.env,
      PERF_AGENT_RUNS: join(work, "runs"),
      XDG_STATE_HOME: join(work, "state"),
      XDG_CONFIG_HOME: join(work, "config"),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = (): void => void child.kill("SIGTERM");
  order.signal.addEventListener("abort", stop, { once: true });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code));
  });
  const [output, messages, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  order.signal.removeEventListener("abort", stop);
  order.signal.throwIfAborted();
  if (output === "") throw new Error(`perf-agent run ended with ${code}: ${messages.trim()}`);
  const document: unknown = JSON.parse(output);
  const refused = errorDocumentSchema.safeParse(document);
  if (refused.success)
    throw new Error(
      `perf-agent run: ${refused.data.errors.map(({ code: of, text: said }) => `${of} ${said}`).join("; ")}`,
    );
  return runDocumentSchema.parse(document);
}

async function onlyRunOf(runs: string): Promise<string> {
  const entries = await readdir(runs, { withFileTypes: true });
  const [folder, ...more] = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (folder === undefined || more.length > 0) throw new Error(`${runs} should hold one run, not ${more.length + 1}`);
  return join(runs, folder);
}
