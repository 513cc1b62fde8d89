import { seededRandom } from "../../src/stats/seeded-random.ts";
import { changePoints } from "../../src/stats/change-points.ts";
import { naiveChangePoints } from "../../test/support/naive-change-points.ts";
import type { BenchFigure } from "../bench-figure.ts";
import { median } from "../support/median.ts";

const runs = 100_000;
/** The twin keeps nothing, so it gets a fiftieth; its merging is quadratic, so times fifty is too kind to it. */
const runsOfTwin = 2000;
const rounds = 5;

/** Change points of one series: p95 of 100,000 runs with 3 % of noise, which steps by 10 % every 500 runs, and of one that never changes. */
export default function benchChangePoints(): Promise<readonly BenchFigure[]> {
  return Promise.resolve([
    figure("a step of 10 % every 500", drawSeries(500)),
    figure("no change at all", drawSeries(Infinity)),
    historyFigure(drawSeries(500)),
  ]);
}

function figure(said: string, series: readonly number[]): BenchFigure {
  const short = series.slice(0, runsOfTwin);
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) seconds.push(secondsOf(() => changePoints(series)));
  const twin = secondsOf(() => naiveChangePoints(short, 0.05));
  return {
    name: `change points over 100,000 runs, ${said}`,
    value: median(seconds),
    unit: "s",
    bar: "< 1",
    rival: "naive twin, at least (2,000 runs times 50)",
    rivalValue: (twin * runs) / runsOfTwin,
  };
}

/** What a look at the history of one statistic costs: a series each of 50 endpoints. */
function historyFigure(drawn: readonly number[]): BenchFigure {
  const series = Array.from({ length: 50 }, (_, endpoint) => drawn.slice(endpoint * 200, (endpoint + 1) * 200));
  const look = (): void => series.forEach((values) => changePoints(values));
  return {
    name: "change points of 50 endpoints over 200 runs",
    value: median(Array.from({ length: rounds }, () => secondsOf(look))),
    unit: "s",
    bar: null,
    rival: "naive twin",
    rivalValue: secondsOf(() => series.forEach((values) => naiveChangePoints(values, 0.05))),
  };
}

function secondsOf(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1000;
}

function drawSeries(runsALevel: number): number[] {
  const random = seededRandom("change points");
  const normal = (): number => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);
  return Array.from(
    { length: runs },
    (_, run) => (Math.floor(run / runsALevel) % 2 === 1 ? 110 : 100) * (1 + 0.03 * normal()),
  );
}
