import { isBaseUrl } from "../contract/base-url.ts";
import { PerfAgentError } from "../contract/errors.ts";
import { formatCount } from "../contract/format-quantity.ts";
import type { PairedDocument, PairedStatus } from "../contract/paired-comparison.ts";
import { differencesOf } from "../pipeline/analyse/fingerprint.ts";
import { comparePairs, concludePairs, fewestPairs, type RunPair } from "../pipeline/analyse/regression/paired.ts";
import { interleaveRuns, type Turn } from "../pipeline/execute/interleave-runs.ts";
import { seededRandom } from "../stats/seeded-random.ts";
import type { Agent } from "./agent.ts";
import { traitsFor, withoutBaselines } from "./freeze-baselines.ts";
import type { PreparedRun } from "./prepare-run.ts";
import type { FinishedRun, StartRunRequest } from "./run-request.ts";
import { runSeries, totalOf, unusable, type SeriesListener, type SeriesStep } from "./run-series.ts";
import { prepareAudited } from "./start-run.ts";

export interface PairedRequest {
  /** Names of environments, or base URLs of a local one. */
  readonly before: string;
  readonly after: string;
  readonly pairs: number;
  readonly run: StartRunRequest;
}

const exitCodes: Readonly<Record<PairedStatus, number>> = { slower: 1, faster: 0, "no-slower": 0, inconclusive: 4 };

/**
 * Runs two builds in turns and judges the differences of neighbouring runs, in which what both share cancels. Whole pairs count, and three
 * are needed; the runs enter no baseline. Throws PA_USAGE where the two would get different loads, and what refuses a run.
 */
export async function comparePaired(
  agent: Agent,
  request: PairedRequest,
  listener: SeriesListener,
): Promise<PairedDocument> {
  const opened: PreparedRun[] = [];
  const prepare = async (name: string): Promise<Omit<SeriesStep, "label">> => {
    const asked = requestFor(name, request.run);
    const prepared = await prepareAudited(agent, asked, listener.run);
    opened.push(prepared);
    // Neither build is judged by the history of an environment: they are judged by one another.
    return { prepared, request: { ...asked, basis: withoutBaselines(agent, prepared, prepared.loaded.plan) } };
  };
  try {
    const sides = { before: await prepare(request.before), after: await prepare(request.after) };
    assertSameLoad(agent, sides.before.prepared, sides.after.prepared);
    const { seed } = sides.before.prepared.loaded.plan;
    const turns = interleaveRuns(request.pairs, seededRandom(`paired ${seed}`));
    listener.total(totalOf(turns.map(({ side }) => sides[side])));
    const { runs, interruptedBy } = await runSeries(
      agent,
      {
        atMost: turns.length,
        next: ({ length }) => {
          const turn = turns[length];
          return turn === undefined ? null : { ...sides[turn.side], label: request[turn.side] };
        },
      },
      listener,
    );
    const told = runsOf(turns, runs);
    const pairs = pairsOf(told);
    const rules = sides.before.prepared.loaded.policy.compare;
    const results = comparePairs(pairs, rules);
    const conclusion = pairs.length < fewestPairs ? "inconclusive" : concludePairs(results);
    return {
      schemaVersion: 1,
      exitCode: interruptedBy ?? exitCodes[conclusion],
      plan: sides.before.prepared.loaded.plan.name,
      seed,
      before: sideOf(request.before, sides.before.prepared),
      after: sideOf(request.after, sides.after.prepared),
      conclusion,
      reasons: reasonsOf(told, { asked: request.pairs, used: pairs.length }),
      pairs: { asked: request.pairs, used: pairs.length },
      rules,
      runs: told.map(({ run, ...rest }) => ({
        ...rest,
        runId: run.analysis.document.runId,
        verdict: run.analysis.document.verdict,
      })),
      results,
    };
  } finally {
    for (const prepared of opened) await prepared.dispose();
  }
}

function requestFor(name: string, run: StartRunRequest): StartRunRequest {
  const common = { ...run, purpose: "paired" as const };
  return isBaseUrl(name) ? { ...common, baseUrl: name } : { ...common, environment: name };
}

/** Two builds under different loads cannot be compared; that their environments differ is what was asked for. */
function assertSameLoad(agent: Agent, before: PreparedRun, after: PreparedRun): void {
  const alike = (prepared: PreparedRun) => ({
    ...traitsFor(agent, prepared, prepared.loaded.plan),
    environment: "",
  });
  const differences = differencesOf(alike(before), alike(after));
  if (differences.length === 0) return;
  throw new PerfAgentError(
    differences.map((text) => ({ code: "PA_USAGE" as const, text: `the two builds would not be run alike: ${text}` })),
  );
}

interface ToldRun extends Turn {
  readonly run: FinishedRun;
  readonly unusable: string | null;
}

function runsOf(turns: readonly Turn[], runs: readonly FinishedRun[]): ToldRun[] {
  return runs.flatMap((run, place) => {
    const turn = turns[place];
    return turn === undefined ? [] : [{ ...turn, run, unusable: unusable(run.analysis.document) }];
  });
}

/** Pairs of which both runs can be used. */
function pairsOf(runs: readonly ToldRun[]): RunPair[] {
  const usable = (side: Turn["side"], pair: number): FinishedRun | undefined =>
    runs.find((run) => run.side === side && run.pair === pair && run.unusable === null)?.run;
  return [...new Set(runs.map(({ pair }) => pair))].flatMap((pair) => {
    const [before, after] = [usable("before", pair), usable("after", pair)];
    if (before === undefined || after === undefined) return [];
    return [{ before: before.analysis.asBaseline, after: after.analysis.asBaseline }];
  });
}

function reasonsOf(runs: readonly ToldRun[], { asked, used }: PairedDocument["pairs"]): string[] {
  const left = runs.flatMap(({ run, pair, unusable: why }) =>
    why === null ? [] : [`pair ${pair} does not count, for its run ${run.analysis.document.runId}: ${why}`],
  );
  if (runs.length < 2 * asked) left.push(`the series ended after ${formatCount(runs.length, "run")} of ${2 * asked}`);
  if (used < fewestPairs) left.push(`${formatCount(used, "pair")} can be used, ${fewestPairs} are needed`);
  return left;
}

function sideOf(name: string, { loaded }: PreparedRun): PairedDocument["before"] {
  const { environment, baseUrl } = loaded.plan.target;
  return { name, environment, baseUrl };
}
