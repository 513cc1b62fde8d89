import type { Attempt } from "../contract/certificate.ts";
import { PerfAgentError } from "../contract/errors.ts";
import { formatShare } from "../contract/format-quantity.ts";
import type { Profile } from "../contract/script-bundle.ts";
import type { CollectionSummary, Window } from "../contract/window.ts";
import { deathOf, diedByItself, leftTeardownUndone, nextAttempt, type Need } from "../pipeline/execute/next-attempt.ts";
import { createCostMeter } from "../pipeline/guard/cost/cost-meter.ts";
import { amountOf, usageOf } from "../pipeline/guard/cost/cost-of.ts";
import type { Agent } from "./agent.ts";
import { cleanUp, type CleanedUp } from "./clean-up.ts";
import type { Drive } from "./drive-engine.ts";
import { makeAttempt, startUpMs, type AttemptsWork, type RunBudget } from "./make-attempt.ts";
import { profileOf, type PreparedProfile, type PreparedRun } from "./prepare-run.ts";
import { bundleFiles } from "./run-bundle.ts";

/** Between an engine that died and the next one. */
const pauseMs = 1_000;

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

/**
 * Runs the plan; an engine that dies by itself is started once more, then with the reduced load. All attempts share one budget of time,
 * cost, requests and writes. After an engine that could not do its teardown the approved clean-up runs.
 */
export async function runAttempts(agent: Agent, work: AttemptsWork): Promise<Attempted> {
  const { prepared, journal, folder } = work;
  let interrupted = false;
  // Between two attempts and in a clean-up a signal must not end us: what was promised comes first.
  const ignoreInterrupts = agent.system.onInterrupt(() => {
    interrupted = true;
  });
  const full = neededProfile(prepared, "full");
  const meter = createCostMeter({ cost: prepared.loaded.policy.cost, peakVus: full.preview.peakVus });
  const budget = { begunAt: agent.clock.monotonic(), meter, used: { current: { requests: 0, writes: 0 } } };
  const attempts: Attempt[] = [];
  const allWindows: Window[] = [];
  let profile = full;
  let cleaned: CleanedUp | null = null;
  try {
    for (;;) {
      const number = attempts.length + 1;
      const { attempt, drive, failedStart } = await startOnce(agent, work, { profile, number, budget });
      attempts.push(attempt);
      if (drive !== null) allWindows.push(...drive.windows);
      if (drive !== null && leftTeardownUndone(drive.outcome)) {
        cleaned = await tidy(agent, work, attempts);
        if (cleaned !== null) allWindows.push(...cleaned.windows);
      }
      const died = attempt.result === "engine-failed";
      const next = !died || interrupted ? null : nextOf(agent, work, { attempts, budget });
      if (next !== null && "profile" in next) {
        profile = neededProfile(prepared, next.profile);
        const share = profile === full ? "" : ` with ${formatShare(profile.share)} of the load`;
        journal.tell({ kind: "attempt", level: "warn", text: `${attempt.text}; it is started again${share}` });
        await folder.setAside([bundleFiles.windows, bundleFiles.samples], `attempts/${number}/`);
        await agent.clock.sleep(pauseMs);
        continue;
      }
      if (next !== null) journal.tell({ kind: "attempt", level: "warn", text: `${attempt.text}; ${next.refused}` });
      if (drive === null) throw failedStart ?? new TypeError("an attempt without an end");
      const { collection } = drive;
      return {
        attempts,
        profile,
        drive,
        collection: cleaned === null ? collection : { ...collection, leftovers: cleaned.leftovers },
        allWindows,
        cost: meter.read(agent.clock.monotonic() - budget.begunAt).spent,
      };
    }
  } finally {
    ignoreInterrupts();
  }
}

function neededProfile(prepared: PreparedRun, wanted: Profile): PreparedProfile {
  const found = profileOf(prepared, wanted);
  if (found === null) throw new TypeError(`a run was prepared without its ${wanted} script`);
  return found;
}

/** One start of the engine as it stands in the certificate. `drive` null: the process did not start, `failedStart` says why. */
async function startOnce(
  agent: Agent,
  work: AttemptsWork,
  {
    profile,
    number,
    budget,
  }: { readonly profile: PreparedProfile; readonly number: number; readonly budget: RunBudget },
): Promise<{ attempt: Attempt; drive: Drive | null; failedStart: PerfAgentError | null }> {
  const startedAt = agent.clock.now();
  const made = await makeAttempt(agent, { ...work, profile, budget }).catch((error: unknown) => {
    if (error instanceof PerfAgentError && error.mistakes[0]?.code === "PA_ENGINE_MISSING") return error;
    throw error;
  });
  const common = { number, profile: profile.profile, share: profile.share, startedAt, finishedAt: agent.clock.now() };
  if (made instanceof PerfAgentError) {
    const text = made.mistakes[0]?.text ?? "the engine did not start";
    return { attempt: { ...common, result: "engine-failed", text }, drive: null, failedStart: made };
  }
  const { stop, outcome } = made;
  const died = diedByItself(stop, outcome);
  const result = died ? "engine-failed" : stop === null ? "finished" : "stopped";
  const text = died ? deathOf(outcome) : (stop?.text ?? "it came to its end");
  return { attempt: { ...common, result, text }, drive: made, failedStart: null };
}

function nextOf(
  agent: Agent,
  { prepared }: AttemptsWork,
  { attempts, budget }: { readonly attempts: readonly Attempt[]; readonly budget: RunBudget },
): ReturnType<typeof nextAttempt> {
  const { decision, loaded } = prepared;
  const elapsed = agent.clock.monotonic() - budget.begunAt;
  const needOf = ({ preview }: PreparedProfile): Need => ({
    ms: preview.maxDurationMs + startUpMs,
    cost: amountOf(usageOf(preview.peakVus, preview.maxDurationMs, loaded.policy.cost)),
  });
  const reduced = profileOf(prepared, "reduced");
  return nextAttempt({
    before: attempts.map(({ profile }) => profile).filter((profile) => profile !== "cleanup"),
    remaining: {
      ms: decision.enforcement.maxDurationMs - elapsed,
      cost: decision.cost.limit === null ? null : decision.cost.limit - budget.meter.read(elapsed).spent,
    },
    full: needOf(neededProfile(prepared, "full")),
    reduced: reduced === null ? null : needOf(reduced),
  });
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
    longestMs: Math.min(cleanup.preview.maxDurationMs, decision.enforcement.teardownTimeoutMs) + startUpMs,
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
