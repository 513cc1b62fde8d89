import type { Scenario, Step } from "../../contract/test-plan.ts";

/** What an iteration may need; `mean` over the draws that decide it. */
export interface Range {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** What one iteration of a scenario does, at least and at most, when nothing fails. Logins are not in it. */
export interface IterationWork {
  readonly thinkMs: Range;
  readonly requests: Range;
  readonly writes: Range;
  /** Most fresh rows that `next` takes, by data set. */
  readonly nexts: ReadonlyMap<string, number>;
}

type Work = Scenario["work"];
type Writes = (endpoint: string) => boolean;

/** Measures one iteration. `writes` tells of an endpoint whether it writes. */
export function measureWork(work: Work, writes: Writes): IterationWork {
  if (work.kind === "journey") return measureSteps(work.steps, writes);
  const weights = (entries: typeof work.entries): number => entries.reduce((sum, { weight }) => sum + weight, 0);
  const writing = work.entries.filter(({ endpoint }) => writes(endpoint));
  const share = weights(writing) / Math.max(1e-9, weights(work.entries));
  return {
    thinkMs: evenly(work.think?.minMs ?? 0, work.think?.maxMs ?? 0),
    requests: one,
    writes: { min: writing.length === work.entries.length ? 1 : 0, mean: share, max: writing.length > 0 ? 1 : 0 },
    nexts: new Map(),
  };
}

function measureSteps(steps: readonly Step[], writes: Writes): IterationWork {
  return steps.map((step) => measureStep(step, writes)).reduce(add, nothing);
}

const evenly = (min: number, max: number): Range => ({ min, mean: (min + max) / 2, max });
const zero = evenly(0, 0);
const one = evenly(1, 1);
const nothing: IterationWork = { thinkMs: zero, requests: zero, writes: zero, nexts: new Map() };

function measureStep(step: Step, writes: Writes): IterationWork {
  switch (step.kind) {
    case "request":
      return { ...nothing, requests: one, writes: writes(step.endpoint) ? one : zero };
    case "think":
      return { ...nothing, thinkMs: evenly(step.minMs, step.maxMs) };
    case "next":
      return { ...nothing, nexts: new Map([[step.dataSet, 1]]) };
    case "repeat": {
      const passes = evenly(step.min, step.max);
      const min = step.whileVariable === null ? step.min : 0;
      return times(measureSteps(step.steps, writes), { ...passes, min });
    }
    default:
      return times(measureSteps(step.steps, writes), {
        min: step.share === 1 ? 1 : 0,
        mean: step.share,
        max: step.share === 0 ? 0 : 1,
      });
  }
}

function add(a: IterationWork, b: IterationWork): IterationWork {
  const nexts = new Map(a.nexts);
  for (const [dataSet, count] of b.nexts) nexts.set(dataSet, (nexts.get(dataSet) ?? 0) + count);
  return {
    thinkMs: plus(a.thinkMs, b.thinkMs),
    requests: plus(a.requests, b.requests),
    writes: plus(a.writes, b.writes),
    nexts,
  };
}

function plus(a: Range, b: Range): Range {
  return { min: a.min + b.min, mean: a.mean + b.mean, max: a.max + b.max };
}

function times(work: IterationWork, { min, mean, max }: Range): IterationWork {
  const scale = (range: Range): Range => ({ min: range.min * min, mean: range.mean * mean, max: range.max * max });
  return {
    thinkMs: scale(work.thinkMs),
    requests: scale(work.requests),
    writes: scale(work.writes),
    nexts: new Map([...work.nexts].map(([dataSet, count]) => [dataSet, count * max])),
  };
}

/** Every step in order, those inside of `repeat` and `chance` after their own. */
export function flattenSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) =>
    step.kind === "repeat" || step.kind === "chance" ? [step, ...flattenSteps(step.steps)] : [step],
  );
}

/** Names of the endpoints that a scenario requests itself, in order, each once. */
export function endpointsOf(work: Work): string[] {
  const names =
    work.kind === "mix"
      ? work.entries.map(({ endpoint }) => endpoint)
      : flattenSteps(work.steps).flatMap((step) => (step.kind === "request" ? [step.endpoint] : []));
  return [...new Set(names)];
}
