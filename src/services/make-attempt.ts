import { formatMoney, formatShare } from "../contract/format-quantity.ts";
import type { GuardDecision } from "../contract/policy.ts";
import type { RunProgress } from "../contract/run.ts";
import type { StopRequest } from "../contract/stop-request.ts";
import type { Deadlines } from "../pipeline/execute/run-life-cycle.ts";
import type { createCostMeter, MeteredCost } from "../pipeline/guard/cost/cost-meter.ts";
import { createWatch, type UsedRequests } from "../pipeline/guard/watch.ts";
import type { LoadEngine } from "../ports/load-engine.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import type { Agent } from "./agent.ts";
import { driveEngine, type Drive } from "./drive-engine.ts";
import type { PreparedProfile, PreparedRun } from "./prepare-run.ts";
import type { RunJournal } from "./run-journal.ts";
import { ladderTimes } from "./wind-down.ts";

/** From the start of the engine's process to its first scenario. */
export const startUpMs = 15_000;
/** The same of an engine that starts as it should. */
const promptStartMs = 2_000;

/** What every attempt of a run is made with. */
export interface AttemptsWork {
  readonly prepared: PreparedRun;
  readonly engine: LoadEngine;
  readonly folder: RunFolder;
  readonly runId: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly keepSamples: boolean;
  readonly journal: RunJournal;
  readonly onStart: (pid: number) => Promise<void>;
  /** Somebody outside who wants the run to end. */
  readonly requested: () => Promise<StopRequest | null>;
  readonly onProgress: (progress: RunProgress) => void;
}

/** What all attempts of a run share. */
export interface RunBudget {
  /** On the steady clock. */
  readonly begunAt: number;
  readonly meter: ReturnType<typeof createCostMeter>;
  readonly used: { current: UsedRequests };
}

/** One start of the engine, held to what the run has left. */
export async function makeAttempt(
  agent: Agent,
  work: AttemptsWork & {
    readonly profile: PreparedProfile;
    readonly budget: RunBudget;
  },
): Promise<Drive> {
  const { prepared, profile, budget, journal } = work;
  const { decision, loaded } = prepared;
  const { enforcement } = decision;
  const { plan, preview } = profile;
  const startedAt = agent.clock.monotonic();
  const watch = createWatch({ enforcement, stop: loaded.policy.stop, plan, used: budget.used.current });
  const drive = await driveEngine(agent, {
    ...work,
    script: profile.script,
    plan,
    preview,
    slos: loaded.slos,
    enforcement,
    watch,
    deadlines: deadlinesOf(profile, enforcement, budget.begunAt, startedAt),
    wishes: async () => {
      const read = budget.meter.read(agent.clock.monotonic() - budget.begunAt);
      const { alert, over } = read;
      const text = spentSentence(read, decision.cost);
      if (alert) journal.tell({ kind: "alert", level: "alert", text });
      return over ? { reason: "budget", mode: "graceful", text } : work.requested();
    },
    onStop: ({ reason, text }) => journal.tell({ kind: "stop", level: "warn", text: `${reason}: ${text}` }),
  });
  budget.used.current = watch.used;
  return drive;
}

/** "EUR 0.82 of 1.00 are spent (82 %)" */
function spentSentence({ spent, share }: MeteredCost, { limit, currency }: GuardDecision["cost"]): string {
  const of = limit === null ? "" : ` of ${formatMoney(limit, currency).replace(`${currency} `, "")}`;
  return `${formatMoney(spent, currency)}${of} are spent${share === null ? "" : ` (${formatShare(share)})`}`;
}

function deadlinesOf(
  { plan, preview }: PreparedProfile,
  enforcement: PreparedRun["decision"]["enforcement"],
  begunAt: number,
  startedAt: number,
): Deadlines {
  const { rampMs, drainMs, endMs } = ladderTimes(plan, enforcement);
  const { setupTimeoutMs, teardownTimeoutMs, summaryTimeoutMs, maxDurationMs } = enforcement;
  const capMs = begunAt + maxDurationMs;
  const loadEndsMs = startedAt + promptStartMs + setupTimeoutMs + preview.maxDurationMs;
  return {
    plannedEndMs: startedAt + startUpMs + setupTimeoutMs + preview.maxDurationMs + teardownTimeoutMs + summaryTimeoutMs,
    // Under a tight cap the load goes first: what is not over at the cap is killed.
    windDownMs: Math.max(capMs - rampMs - drainMs - endMs, Math.min(loadEndsMs, capMs)),
    capMs,
  };
}
