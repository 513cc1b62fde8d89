import { qnScale } from "../../src/stats/qn-scale.ts";
import { cleanState, type GoldenBlock, type GoldenHalf, type GoldenRun, type GoldenSet } from "./golden-run.ts";
import { measureChange, momentsOf, truthOf, type MeasuredChange, type Truth } from "./measure-change.ts";
import { exactP95 } from "./run-latencies.ts";

/** One comparison with a known answer: a run, and the clean runs of its block that it is compared with. */
export interface GoldenCase {
  /** Such as `held-out-1/03-lock-large/get-order`. */
  readonly id: string;
  readonly half: GoldenHalf;
  /** What intervals resample as a whole: block and state. Cases of one group are not independent. */
  readonly cluster: string;
  /** `clean` in comparisons of the same with the same. */
  readonly group: string;
  readonly endpoint: string;
  readonly scenario: string;
  readonly candidate: GoldenRun;
  /** Clean runs of the same block without the candidate, by position. */
  readonly baselines: readonly GoldenRun[];
  /** Another run of the same state, for the decision of two out of two, and the baselines without either. */
  readonly rerun: GoldenRun;
  readonly rerunBaselines: readonly GoldenRun[];
  /** Two other runs of the same state, for a method that waits for them. */
  readonly later: readonly GoldenRun[];
  readonly truth: Truth;
  /** What the other runs of the group say; zero in comparisons of the same with the same. */
  readonly change: MeasuredChange;
  /** Spread (Qn) of the clean runs' ln p95 is at most 1 %. */
  readonly stable: boolean;
  /** Standard deviation of the clean runs' ln p95: what an oracle takes to say which changes can be seen. */
  readonly spread: number;
}

/** Further runs of a group add little, as they share their clean runs. */
const mostCandidates = 6;
const stableSpread = 0.01;
/** Fewer runs than this on either side are no measurement: a block that is being made has no cases of that state yet. */
const fewestRuns = 5;

/**
 * Every case of a golden set: at most six candidates of each state, the first ones of the random order, at every endpoint. Faulty runs are
 * labelled by the other runs of their group against the clean runs of their block; clean runs against each other are negative
 * as they are the same by construction, whatever their noise.
 */
export function labelGroups(set: GoldenSet): GoldenCase[] {
  return set.blocks.flatMap((block) =>
    [cleanState, ...block.groups.map(({ name }) => name)].flatMap((state) =>
      seriesOf(block).flatMap(({ scenario, endpoint }) => casesOf(block, state, scenario, endpoint)),
    ),
  );
}

function seriesOf({ runs }: GoldenBlock): readonly { readonly scenario: string; readonly endpoint: string }[] {
  return runs[0]?.series ?? [];
}

function casesOf(block: GoldenBlock, state: string, scenario: string, endpoint: string): GoldenCase[] {
  const clean = block.runs.filter((run) => run.state === cleanState);
  const group = block.runs.filter((run) => run.state === state);
  if (clean.length < fewestRuns || group.length < fewestRuns) return [];
  const value = (run: GoldenRun): number => Math.log(exactP95(run, endpoint));
  const cleanValues = clean.map(value);
  const same = { scenario, endpoint, half: block.half, group: state, cluster: `${block.name}/${state}` };
  const stable = qnScale(cleanValues) <= stableSpread;
  const spread = Math.sqrt(momentsOf(cleanValues).variance);
  return group.slice(0, mostCandidates).map((candidate, index): GoldenCase => {
    const rerun = group[(index + 1) % group.length] ?? candidate;
    const others = (runs: readonly GoldenRun[]): GoldenRun[] =>
      runs.filter((run) => run !== candidate && run !== rerun);
    const change = state === cleanState ? noChange : measureChange(cleanValues, others(group).map(value));
    const baselines = others(clean);
    return {
      ...same,
      id: `${candidate.id}/${endpoint}`,
      candidate,
      baselines,
      rerun,
      later: [1, 2].flatMap((further) => group[(index + further) % group.length] ?? []),
      rerunBaselines: baselines,
      truth: state === cleanState ? "negative" : truthOf(change),
      change,
      stable,
      spread,
    };
  });
}

const noChange: MeasuredChange = { effect: 0, interval: [0, 0] };
