import { median } from "../../src/stats/quantile-type7.ts";
import { seededRandom } from "../../src/stats/seeded-random.ts";
import { cleanState, type GoldenBlock, type GoldenHalf, type GoldenRun, type GoldenSet } from "./golden-run.ts";
import { exactP95 } from "./run-latencies.ts";

/** One run with one limit whose right verdict is known from other runs. */
export interface SloPair {
  /** Such as `held-out-1/03-lock-large/get-order`. */
  readonly id: string;
  readonly half: GoldenHalf;
  /** What intervals resample as a whole: block and state. */
  readonly cluster: string;
  readonly run: GoldenRun;
  /** Clean runs of the block but for the run: what somebody would have of it. */
  readonly earlier: readonly GoldenRun[];
  readonly endpoint: string;
  readonly scenario: string;
  /** Limit of p95, ms; the objective is `p95 of ENDPOINT < LIMIT`. */
  readonly limitMs: number;
  readonly objective: string;
  /** Median p95 of the other runs of the same state and block, ms. */
  readonly truthMs: number;
  /** Limit over truth, less 1. */
  readonly distance: number;
  /** The truth keeps the limit. */
  readonly met: boolean;
}

/** Every twentieth part of the pairs has one of these: a fifth lies within 5 %, half of all is healthy. */
const distances = [0.02, 0.04, 0.06, 0.08, 0.1, 0.125, 0.15, 0.18, 0.21, 0.25].flatMap((each) => [each, -each]);
const fewestOthers = 4;

/**
 * Pairs of a golden set: for each run its main endpoint and one of the others by turns, at most one pair for a run and endpoint. The
 * distances are dealt out by a fixed seed, so that none goes with a state or an endpoint.
 */
export function sloPairs(set: GoldenSet): SloPair[] {
  return set.blocks.flatMap(pairsOfBlock);
}

function pairsOfBlock(block: GoldenBlock): SloPair[] {
  const chosen = block.runs.flatMap((run) => endpointsOf(block, run).map((series) => ({ run, ...series })));
  // Each block for itself, so that no block's limits hang on the length of another.
  const deal = dealer(`slo pairs ${block.name}`);
  return chosen.flatMap(({ run, scenario, endpoint }) => {
    const others = block.runs.filter(({ state, id }) => state === run.state && id !== run.id);
    const truthMs = median(others.map((other) => exactP95(other, endpoint)));
    if (others.length < fewestOthers || !(truthMs > 0)) return [];
    const limitMs = Math.round(truthMs * (1 + deal()) * 100) / 100;
    return {
      id: `${run.id}/${endpoint}`,
      half: block.half,
      cluster: `${block.name}/${run.state}`,
      run,
      earlier: block.runs.filter(({ state, id }) => state === cleanState && id !== run.id),
      endpoint,
      scenario,
      limitMs,
      objective: `p95 of ${endpoint} < ${limitMs}ms`,
      truthMs,
      distance: limitMs / truthMs - 1,
      met: truthMs < limitMs,
    };
  });
}

function endpointsOf({ mainEndpoint }: GoldenBlock, run: GoldenRun) {
  const main = run.series.filter(({ endpoint }) => endpoint === mainEndpoint);
  const others = run.series.filter(({ endpoint }) => endpoint !== mainEndpoint);
  const turn = others[run.position % Math.max(1, others.length)];
  return turn === undefined ? main : [...main, turn];
}

/** Deals all distances out in a random order, then all again in another. */
function dealer(seed: string): () => number {
  const random = seededRandom(seed);
  let hand: number[] = [];
  return () => {
    if (hand.length === 0) hand = [...distances];
    const [dealt = 0] = hand.splice(Math.floor(random() * hand.length), 1);
    return dealt;
  };
}
