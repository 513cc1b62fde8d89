import type { Attempt } from "../contract/certificate.ts";
import { PerfAgentError } from "../contract/errors.ts";
import { formatMoney, formatShare } from "../contract/format-quantity.ts";
import type { GuardDecision } from "../contract/policy.ts";
import type { RunProgress } from "../contract/run.ts";
import type { Profile } from "../contract/script-bundle.ts";
import type { StopRequest } from "../contract/stop-request.ts";
import type { CollectionSummary, Window } from "../contract/window.ts";
import { deathOf, diedByItself, nextAttempt, type Need } from "../pipeline/execute/next-attempt.ts";
import type { Deadlines } from "../pipeline/execute/run-life-cycle.ts";
import { createCostMeter, type MeteredCost } from "../pipeline/guard/cost/cost-meter.ts";
import { amountOf, usageOf } from "../pipeline/guard/cost/cost-of.ts";
import { createWatch, type UsedRequests } from "../pipeline/guard/watch.ts";
import type { LoadEngine } from "../ports/load-engine.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import type { Agent } from "./agent.ts";
import { cleanUp, type CleanedUp } from "./clean-up.ts";
import { driveEngine, type Drive } from "./drive-engine.ts";
import type { PreparedProfile, PreparedRun } from "./prepare-run.ts";
import { bundleFiles } from "./run-bundle.ts";
import type { RunJournal } from "./run-journal.ts";
import { ladderTimes } from "./wind-down.ts";

/** From the start of the engine's process to its first scenario. */
const startUpMs = 15_000;
/** Between an engine that died and the next one. */
const pauseMs = 1_000;

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

/** What all attempts of a run came to. */
export interface Attempted {
  readonly attempts: readonly Attempt[];
  /** The attempt that is judged: the last one that was no clean-up. */
  readonly profile: PreparedProfile;
  readonly drive: Drive;
  readonly collection: CollectionSummary;
  /** Of every attempt and clean-up. */
  readonly allWindows: readonly Window[];
  /** Over all attempts, in the policy's currency. */
  readonly cost: number;
}

export function profileOf(prepared: PreparedRun, wanted: Profile): PreparedProfile | null {
  return prepared.profiles.find(({ profile }) => profile === wanted) ?? null;
}

/**
 * Runs the plan; an engine that dies by itself is started once more, then with the reduced load. All attempts share one budget of time,
 * cost, requests and writes. After an engine that could not do its teardown the approved clean-up runs.
 */
export async function runAttempts(agent: Agent, work: AttemptsWork): Promise<Attempted> {
  const { prepared, journal, folder } = work;
  const { decision, loaded } = prepared;
  const { enforcement } = decision;
  const full = profileOf(prepared, "full");
  if (full === null) throw new TypeError("a run is prepared without its own script");
  const reduced = profileOf(prepared, "reduced");
  const meter = createCostMeter({ cost: loaded.policy.cost, peakVus: full.preview.peakVus });
  const used: { current: UsedRequests } = { current: { requests: 0, writes: 0 } };
  const attempts: Attempt[] = [];
  const allWindows: Window[] = [];
  const begunAt = agent.clock.monotonic();
  const needOf = ({ preview }: PreparedProfile): Need => ({
    ms: preview.maxDurationMs + startUpMs,
    cost: amountOf(usageOf(preview.peakVus, preview.maxDurationMs, loaded.policy.cost)),
  });
  const spent = (): number => meter.read(agent.clock.monotonic() - begunAt).spent;
  let profile = full;
  let leftovers: number | null = null;

  for (;;) {
    const number = attempts.length + 1;
    const startedAt = agent.clock.now();
    const made = await attempt(agent, { ...work, profile, meter, used, begunAt }).catch((error: unknown) => {
      if (!isFailedStart(error)) throw error;
      return error;
    });
    const finishedAt = agent.clock.now();
    const failedStart = made instanceof PerfAgentError ? made : null;
    const drive = made instanceof PerfAgentError ? null : made;
    const died = drive === null || diedByItself(drive.stop, drive.outcome);
    const text = endSentence(drive, failedStart);
    attempts.push({
      number,
      profile: profile.profile,
      share: profile.share,
      startedAt,
      finishedAt,
      result: died ? "engine-failed" : drive.stop === null ? "finished" : "stopped",
      text,
    });
    if (drive !== null) allWindows.push(...drive.windows);
    if (drive !== null && drive.outcome.signal !== null) {
      const cleaned = await tidy(agent, work, attempts);
      leftovers = cleaned?.leftovers ?? null;
      allWindows.push(...(cleaned?.windows ?? []));
    }

    const next =
      !died || (drive?.interruptedBy !== null && drive !== null)
        ? null
        : nextAttempt({
            before: attempts.map((one) => one.profile).filter((one) => one !== "cleanup"),
            remaining: {
              ms: begunAt + enforcement.maxDurationMs - agent.clock.monotonic(),
              cost: decision.cost.limit === null ? null : decision.cost.limit - spent(),
            },
            full: needOf(full),
            reduced: reduced === null ? null : needOf(reduced),
          });
    if (next !== null && "profile" in next) {
      const following = next.profile === "reduced" ? reduced : full;
      if (following === null) throw new TypeError("an attempt without a script");
      profile = following;
      journal.tell({
        kind: "attempt",
        level: "warn",
        text: `${text}; it is started again${profile === full ? "" : ` with ${formatShare(profile.share)} of the load`}`,
      });
      await folder.setAside([bundleFiles.windows, bundleFiles.samples], `attempts/${number}/`);
      await agent.clock.sleep(pauseMs);
      continue;
    }
    if (next !== null) journal.tell({ kind: "attempt", level: "warn", text: `${text}; ${next.refused}` });
    if (drive === null) throw failedStart ?? new TypeError("an attempt without an end");
    const collection = leftovers === null ? drive.collection : { ...drive.collection, leftovers };
    return { attempts, profile, drive, collection, allWindows, cost: spent() };
  }
}

function isFailedStart(error: unknown): error is PerfAgentError {
  return error instanceof PerfAgentError && error.mistakes[0]?.code === "PA_ENGINE_MISSING";
}

function endSentence(drive: Drive | null, failedStart: PerfAgentError | null): string {
  if (drive === null) return failedStart?.mistakes[0]?.text ?? "the engine did not start";
  if (diedByItself(drive.stop, drive.outcome)) return deathOf(drive.outcome);
  return drive.stop?.text ?? "it came to its end";
}

/** One start of the engine, held to what the run has left. */
async function attempt(
  agent: Agent,
  work: AttemptsWork & {
    readonly profile: PreparedProfile;
    readonly meter: ReturnType<typeof createCostMeter>;
    readonly used: { current: UsedRequests };
    readonly begunAt: number;
  },
): Promise<Drive> {
  const { prepared, profile, meter, used, journal } = work;
  const { decision, loaded } = prepared;
  const { enforcement } = decision;
  const { plan, preview } = profile;
  const startedAt = agent.clock.monotonic();
  const watch = createWatch({ enforcement, stop: loaded.policy.stop, plan, used: used.current });
  const drive = await driveEngine(agent, {
    ...work,
    script: profile.script,
    plan,
    preview,
    slos: loaded.slos,
    enforcement,
    watch,
    deadlines: deadlinesOf(profile, enforcement, work.begunAt, startedAt),
    wishes: async () => {
      const read = meter.read(agent.clock.monotonic() - work.begunAt);
      const { alert, over } = read;
      const text = spentSentence(read, decision.cost);
      if (alert) journal.tell({ kind: "alert", level: "alert", text });
      return over ? { reason: "budget", mode: "graceful", text } : work.requested();
    },
    onStop: ({ reason, text }) => journal.tell({ kind: "stop", level: "warn", text: `${reason}: ${text}` }),
  });
  used.current = watch.used;
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
  return {
    plannedEndMs: startedAt + startUpMs + setupTimeoutMs + preview.maxDurationMs + teardownTimeoutMs + summaryTimeoutMs,
    windDownMs: capMs - rampMs - drainMs - endMs,
    capMs,
  };
}

/** Cleans up after an engine that could not, and enters that among the attempts. null: there is nothing to clean up with. */
async function tidy(agent: Agent, work: AttemptsWork, attempts: Attempt[]): Promise<CleanedUp | null> {
  const cleanup = profileOf(work.prepared, "cleanup");
  if (cleanup === null) return null;
  const { engine, runId, secrets, folder } = work;
  const { decision } = work.prepared;
  const done = await cleanUp(agent, {
    engine,
    script: cleanup.script,
    runId,
    secrets,
    enforcement: decision.enforcement,
    tlsCaFile: cleanup.plan.target.tlsCaFile,
    longestMs: cleanup.preview.maxDurationMs + startUpMs,
    onLog: (line) => folder.appendLine(bundleFiles.engineLog, line),
  });
  attempts.push({ number: attempts.length + 1, profile: "cleanup", share: 0, ...done.attempt });
  work.journal.tell({
    kind: "state",
    level: done.attempt.result === "finished" ? "info" : "warn",
    text: done.attempt.text,
  });
  return done;
}
