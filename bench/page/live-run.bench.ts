import { performance } from "node:perf_hooks";
import type { LiveFigures } from "../../src/contract/api/live-event.ts";
import { EndpointRows } from "../../web/src/pages/live/endpoint-rows.ts";
import { LiveRun, type StartEvent } from "../../web/src/pages/live/live-run.ts";
import type { WindowEvent } from "../../web/src/pages/live/second-columns.ts";
import type { BenchFigure } from "../bench-figure.ts";

const endpointCount = 500;
const seconds = 3600;

/** What a running test costs the page besides drawing: an hour of 500 endpoints told at once, and one more second of it. */
export default async function benchLiveRun(): Promise<readonly BenchFigure[]> {
  const run = new LiveRun();
  run.apply(startEvent());
  // A minute of seconds is made and told again and again, as an hour of them would be a gigabyte.
  const minute = Array.from({ length: 60 }, (_, second) => secondOf(second));
  const tell = (second: number): void => {
    const shape = minute[second % minute.length];
    if (shape !== undefined) run.apply({ ...shape, second });
  };
  const startedAt = performance.now();
  for (let second = 0; second < seconds; second++) tell(second);
  const toldAtOnce = performance.now() - startedAt;

  const rows = new EndpointRows();
  rows.rows(run.endpoints, false);
  const rounds = 100;
  const roundsAt = performance.now();
  for (let round = 0; round < rounds; round++) {
    tell(seconds + round);
    rows.rows(run.endpoints, false);
  }
  const oneMore = (performance.now() - roundsAt) / rounds;
  return [
    figure("page: an hour of 500 endpoints told at once", toldAtOnce, "<= 2000"),
    // Of the 16 ms between two frames.
    figure("page: one more second of 500 endpoints", oneMore, "<= 8"),
  ];
}

function figure(name: string, value: number, bar: string): BenchFigure {
  return { name, value, unit: "ms", bar, rival: null, rivalValue: null };
}

function startEvent(): StartEvent {
  return {
    event: "start",
    runId: "bench",
    plan: "bench",
    service: "bench",
    environment: "local",
    state: "running",
    startedAt: 0,
    plannedMs: seconds * 1000,
    judged: null,
    peakVus: 1000,
    costLimit: null,
    currency: "EUR",
    endpoints: Array.from({ length: endpointCount }, (_, index) => ({
      scenario: "browse",
      endpoint: `endpoint-${index}`,
    })),
    objectives: [],
  };
}

/** Every endpoint has other figures each second, so that every row of the table changes. */
function secondOf(second: number): WindowEvent {
  const figures = (index: number): LiveFigures => {
    const median = 20 + ((second * 7 + index * 13) % 100);
    return [40, index % 50 === 0 ? 1 : 0, median, median * 2, median * 2.5, median * 4, median * 1.2];
  };
  return {
    event: "window",
    second,
    vus: 1000,
    all: figures(0),
    phases: [0.1, 0.2, 0.3, 0.1, 18, 1],
    dropped: 0,
    iterations: 20_000,
    rows: Array.from({ length: endpointCount }, (_, index) => [index, figures(index)]),
    added: [],
    spent: 0,
  };
}
