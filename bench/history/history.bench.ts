import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { DatabaseSync } from "node:sqlite";
import { openSqliteStore } from "../../src/adapters/sql/open-sqlite-store.ts";
import { seededRandom } from "../../src/stats/seeded-random.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { median } from "../support/median.ts";
import { family, fillStore, runOf } from "./fill-store.ts";
import { fillRunList, listedRuns } from "./fill-run-list.ts";

const runs = Number(process.env["PERF_AGENT_BENCH_RUNS"] ?? 100_000);
const endpoints = 50;
const rounds = 9;
/** The rival reads every baseline: a hundred are enough to know what one costs. */
const rivalRuns = 100;

/** What people and runs ask of a long history; the rival reads the baselines themselves and picks the figure out of them. */
export default async function benchHistory(): Promise<readonly BenchFigure[]> {
  const directory = await mkdtemp(join(tmpdir(), "history-"));
  try {
    const path = join(directory, "runs.sqlite");
    await fillStore(path, runs, endpoints);
    return [...(await measure(path)), ...(await measureList(join(directory, "list.sqlite")))];
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function measure(path: string): Promise<readonly BenchFigure[]> {
  const opening = await medianOf(async () => (await openSqliteStore(path)).close());
  const store = await openSqliteStore(path);
  const rival = new DatabaseSync(path, { readOnly: true });
  const series = { ...family, scenario: "buy", endpoint: "endpoint-7" };
  const comparable = {
    fingerprint: "f1",
    before: Infinity,
    since: null,
    tags: { branch: "main" },
    limit: 30,
  };
  const readAll = rival.prepare("select value from baseline where service = ? order by started_at desc limit ?");
  const pickOut = (): void => {
    for (const { value } of readAll.all(family.service, rivalRuns)) JSON.parse(String(value));
  };
  const random = seededRandom("next");
  let next = runs;
  const asked: readonly [name: string, ask: () => Promise<unknown>][] = [
    ["newest 200 points of a series", () => store.runs.history(series, 200)],
    ["series of a service", () => store.runs.series({ name: family.service })],
    ["list of 20 baselines", () => store.runs.listBaselines({ service: family.service, limit: 20 })],
    ["30 comparable runs with a tag", () => store.runs.baselines(comparable)],
    ["keeping one more run", () => store.runs.importBaselines(family.service, [runOf(next++, endpoints, random)])],
  ];
  const figures: BenchFigure[] = [figure("opening the store", opening, null)];
  const picked = (await medianOf(async () => pickOut())) * (runs / rivalRuns);
  for (const [name, ask] of asked)
    figures.push(figure(name, await medianOf(ask), name.includes("series") ? picked : null));
  rival.close();
  await store.close();
  return figures;
}

/** What the page of runs asks. The rival is the list as it was before there were pages: every run is read, and the page is cut out of it. */
async function measureList(path: string): Promise<readonly BenchFigure[]> {
  await fillRunList(path);
  const store = await openSqliteStore(path);
  const page = { limit: 50, after: null };
  const { next: after } = await store.runs.page({ ...page, limit: listedRuns / 2 });
  const asked: readonly [name: string, ask: () => Promise<unknown>][] = [
    ["first page of runs", () => store.runs.page(page)],
    ["page from the middle", () => store.runs.page({ ...page, after })],
    ["page of a state that few are in", () => store.runs.page({ ...page, state: "running" })],
    [
      "page narrowed by everything",
      () => store.runs.page({ ...page, service: "service-3", environment: "perf", plan: "soak", state: "finished" }),
    ],
    ["page of what there is none of", () => store.runs.page({ ...page, service: "service-3", plan: "none" })],
  ];
  const rivalValue = await medianOf(async () => (await store.runs.list({ limit: listedRuns })).slice(0, page.limit));
  const figures: BenchFigure[] = [];
  for (const [name, ask] of asked)
    figures.push({
      name: `${name}, ${listedRuns} runs`,
      value: await medianOf(ask),
      unit: "ms",
      bar: "< 50",
      rival: "reading every run",
      rivalValue,
    });
  await store.close();
  return figures;
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

function figure(name: string, value: number, rivalValue: number | null): BenchFigure {
  const rival = rivalValue === null ? null : "reading every baseline";
  return { name: `${name}, ${runs} runs x ${endpoints} endpoints`, value, unit: "ms", bar: "< 50", rival, rivalValue };
}
