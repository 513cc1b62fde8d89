import type { LiveEvent } from "../../contract/api/live-event.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { Objective, SloSet } from "../../contract/slo-set.ts";
import { taggedEndpoints } from "../../contract/tagged-endpoints.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import type { Window } from "../../contract/window.ts";
import { LiveTally, tallyWindow, type Selects } from "./live-tally.ts";
import { breachInSeconds, type TrendPoint } from "./live-trend.ts";
import { isUpperLimit } from "./slo/figures.ts";

export type ObjectiveEvent = Extract<LiveEvent, { event: "objective" }>;

export interface LiveObjectives {
  /** Takes a window of a second (from second 0) of the load. */
  push(window: Window, second: number): void;
  /** The state of every objective now. */
  states(): ObjectiveEvent[];
}

interface Followed {
  readonly objective: Objective;
  readonly selects: Selects;
  readonly from: number;
  readonly to: number;
  /** Over the judged part so far; empty where a sliding window is judged. */
  readonly tallies: Map<string, LiveTally>;
  /** Windows of the last sliding window of the judged part; none where the objective has none. */
  recent: { readonly second: number; readonly window: Window }[];
  readonly trend: TrendPoint[];
}

/** Seconds that the trend looks back. */
const trendSeconds = 60;

/**
 * Follows the objectives of a run while it goes on: each over the judged part so far, one with a sliding window over the last whole one.
 * Percentiles come from histograms and warm-up is not cut: the verdict is the report's.
 */
export function createLiveObjectives({
  plan,
  preview,
  slos,
  withoutSetup,
}: {
  readonly plan: TestPlan | null;
  readonly preview: LoadPreview | null;
  readonly slos: SloSet;
  readonly withoutSetup: boolean;
}): LiveObjectives {
  const followed = slos.objectives.map((objective): Followed => {
    const judged = objective.wholeRun ? null : (preview?.judged ?? null);
    return {
      objective,
      selects: selectionOf(objective, plan, withoutSetup),
      from: judged === null ? 0 : Math.round(judged.fromMs / 1000),
      to: judged === null ? Infinity : Math.round(judged.toMs / 1000),
      tallies: new Map(),
      recent: [],
      trend: [],
    };
  });
  let newest = -1;

  return {
    push(window, second) {
      newest = Math.max(newest, second);
      for (const each of followed) {
        const { objective, selects, from, to, tallies } = each;
        if (second < from || second >= to) continue;
        if (objective.window === null) tallyWindow(tallies, objective, selects, window);
        else {
          const oldest = Math.min(newest + 1, to) - windowSeconds(objective);
          each.recent = [...each.recent, { second, window }].filter((kept) => kept.second >= oldest);
        }
      }
    },
    states() {
      return followed.map((each): ObjectiveEvent => {
        const { objective, from, to, trend } = each;
        const { tallies, seconds } = objective.window === null ? soFar(each, newest) : lately(each, newest);
        const observed = worst(
          objective,
          [...tallies.values()].map((tally) => tally.value(objective, seconds)),
        );
        if (observed !== null && newest < to && trend.at(-1)?.second !== newest)
          trend.push({ second: newest, value: observed });
        while ((trend[0]?.second ?? newest) <= newest - trendSeconds) trend.shift();
        const lastSecond = Math.min(to, Math.round((preview?.durationMs ?? 0) / 1000));
        return {
          event: "objective",
          name: objective.name,
          observed: observed === null ? null : Number(observed.toPrecision(4)),
          slack: slackOf(objective, observed),
          breachInS: newest < from ? null : breachInSeconds(objective, trend, lastSecond),
        };
      });
    },
  };
}

function windowSeconds({ window }: Objective): number {
  return window === null ? 0 : Math.max(1, Math.round(window.everyMs / 1000));
}

function soFar({ tallies, from, to }: Followed, newest: number): { tallies: Map<string, LiveTally>; seconds: number } {
  return { tallies, seconds: Math.max(0, Math.min(newest + 1, to) - from) };
}

/** The last whole sliding window within the judged part; nothing where none has passed yet. */
function lately(
  { objective, selects, from, to, recent }: Followed,
  newest: number,
): { tallies: Map<string, LiveTally>; seconds: number } {
  const seconds = windowSeconds(objective);
  const end = Math.min(newest + 1, to);
  const begin = end - seconds;
  const tallies = new Map<string, LiveTally>();
  if (begin < from) return { tallies, seconds };
  for (const { second, window } of recent)
    if (second >= begin && second < end) tallyWindow(tallies, objective, selects, window);
  return { tallies, seconds };
}

/** The value nearest to the limit or furthest beyond it; null: there is none. */
function worst(objective: Objective, values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return known.reduce((one, other) => (isUpperLimit(objective) ? Math.max(one, other) : Math.min(one, other)));
}

/** Distance to the limit as a share of it; null where the limit is 0 or nothing was observed. */
function slackOf(objective: Objective, observed: number | null): number | null {
  if (observed === null || objective.limit === 0) return null;
  const share = observed / objective.limit;
  const slack = isUpperLimit(objective) ? 1 - share : share - 1;
  return Math.round(slack * 1000) / 1000;
}

function selectionOf(objective: Objective, plan: TestPlan | null, withoutSetup: boolean): Selects {
  const among = objective.tag === null ? null : new Set(taggedEndpoints(plan, objective.tag));
  return ({ scenario, endpoint }) =>
    (objective.scenario === null ? !withoutSetup || scenario !== "" : scenario === objective.scenario) &&
    (objective.endpoint === null || endpoint === objective.endpoint) &&
    (among === null || among.has(endpoint));
}
