import { PerfAgentError } from "../contract/errors.ts";
import type { LoadPreview } from "../contract/load-preview.ts";
import type { GuardDecision } from "../contract/policy.ts";
import type { RunEvent } from "../contract/run-event.ts";
import type { Analysis, RunProgress, RunRecord } from "../contract/run.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import { fingerprintOf } from "../pipeline/analyse/fingerprint.ts";
import { exitCodeOf } from "../pipeline/analyse/verdict.ts";
import { endOf } from "../pipeline/execute/run-life-cycle.ts";
import { writeEffectivePlan } from "../pipeline/plan/write-effective-plan.ts";
import type { FoundEngine } from "../ports/load-engine.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import type { Agent } from "./agent.ts";
import { assertReviewed, type Review } from "./approve-plan.ts";
import { auditRun } from "./audit-run.ts";
import { deliverEvents } from "./background/deliver-events.ts";
import { recoverRuns, type RecoveredRun } from "./background/recover-runs.ts";
import { importBaselines } from "./carry-baselines.ts";
import { activeRunOf, claimEnvironment } from "./claim-environment.ts";
import { concludeRun } from "./conclude-run.ts";
import { assertReachable, shakeHands } from "./greet-target.ts";
import { readSecrets, type LoadedPlan, type PlanRequest } from "./load-plan.ts";
import { narrateRun } from "./narrate-run.ts";
import { prepareRun, type PreparedRun } from "./prepare-run.ts";
import { keepRecovery } from "./recovery-kit.ts";
import { profileOf, runAttempts, type Attempted } from "./run-attempts.ts";
import { bundleFiles, toJson, writeScript, type FrozenBaselines } from "./run-bundle.ts";
import { openRunJournal, type RunJournal } from "./run-journal.ts";
import { saveRun } from "./save-run.ts";

export interface StartRunRequest extends PlanRequest {
  readonly tags: Readonly<Record<string, string>>;
  /** Keep the raw samples as a compressed file of the run folder. */
  readonly keepSamples: boolean;
  /** What exit code 4 becomes where nothing was decided; an invalid run stays invalid. */
  readonly inconclusiveAs: "pass" | "fail" | undefined;
  /** A baseline series to compare with, beside what the store knows. */
  readonly baselinesFile: string | null;
}

/** Told as a run goes on; each is called once but `engine`, `notice`, `recovered`, `event` and `progress`. */
export interface RunListener {
  /** Sentences while an engine is obtained. */
  engine(sentence: string): void;
  /** A run of a process that was killed, brought to its end first. */
  recovered(run: RecoveredRun): void;
  /** Something to know: another run uses the environment, a webhook cannot be reached. */
  notice(sentence: string): void;
  header(run: { runId: string; loaded: LoadedPlan; found: FoundEngine }): void;
  guard(decision: GuardDecision, preview: LoadPreview): void;
  review(review: Review): void;
  event(event: RunEvent): void;
  progress(progress: RunProgress): void;
}

export interface FinishedRun {
  readonly analysis: Analysis;
  /** null: the figures stand alone. */
  readonly narrative: string | null;
  readonly directory: string;
  readonly warnings: LoadedPlan["warnings"];
  /** By the table of verdicts, or 130 and 143 after a signal. */
  readonly exitCode: number;
}

const comparableRuns = 30;

/** UTC stamp, plan name, short random suffix. */
export function newRunId(agent: Agent, planName: string): string {
  const stamp = new Date(agent.clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/gu, "").replace("T", "-");
  const name = planName
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "")
    .slice(0, 40);
  return `${stamp}-${name === "" ? "run" : name}-${agent.system.randomHex(4)}`;
}

function fingerprintFor(agent: Agent, plan: TestPlan, found: FoundEngine): string {
  const engine = { name: "k6", majorVersion: Number(found.version.split(".")[0]) };
  return agent.documents.sha256(fingerprintOf({ plan, engine }));
}

/** A run at less load has nothing to be compared with. */
function withoutBaselines(agent: Agent, { found }: PreparedRun, plan: TestPlan): FrozenBaselines {
  return { schemaVersion: 1, fingerprint: fingerprintFor(agent, plan, found), runs: [] };
}

/** Baselines comparable with the run to come, newest first, frozen before it starts. */
async function freezeBaselines(
  agent: Agent,
  baselinesFile: string | null,
  { loaded, found }: PreparedRun,
): Promise<FrozenBaselines> {
  const fingerprint = fingerprintFor(agent, loaded.plan, found);
  const { runs: store } = await agent.store();
  if (baselinesFile !== null) await importBaselines(agent, baselinesFile);
  const runs = await store.baselines({ fingerprint, before: agent.clock.now(), limit: comparableRuns });
  return { schemaVersion: 1, fingerprint, runs };
}

/** The main loop: plan, guard, generate, review, execute, collect, analyse, report. */
export async function startRun(agent: Agent, request: StartRunRequest, listener: RunListener): Promise<FinishedRun> {
  for (const run of await recoverRuns(agent)) listener.recovered(run);
  const prepared = await auditRefusal(
    agent,
    request,
    prepareRun(agent, request, (text) => listener.engine(text)),
  );
  try {
    const { plan, preview } = prepared.loaded;
    const review = await auditRefusal(agent, request, assertReviewed(agent, prepared, request.planFile));
    const secrets = await readSecrets(agent, plan, request.planFile);
    await assertReachable(agent, prepared);
    const decision = await auditRefusal(agent, request, shakeHands(agent, prepared));
    const guarded: PreparedRun = { ...prepared, decision };

    const runId = newRunId(agent, plan.name);
    listener.header({ runId, loaded: prepared.loaded, found: prepared.found });
    listener.guard(decision, preview);
    listener.review(review);
    await auditRun(agent, { action: "run", outcome: "allowed", runId, prepared: guarded });

    const folder = await agent.folders.create(runId);
    const claim = { ...activeRunOf(agent, guarded, runId), directory: folder.directory };
    await claimEnvironment(agent, claim, guarded, (text) => listener.notice(text)).catch(async (error: unknown) => {
      await folder.discard();
      throw error;
    });
    const runs = await agent.activeRuns();
    try {
      return await execute(agent, request, listener, { prepared: guarded, review, secrets, runId, folder });
    } finally {
      await runs.release(runId);
    }
  } finally {
    await prepared.dispose();
  }
}

/** What refuses a run stands in the audit log too. */
async function auditRefusal<T>(agent: Agent, { planFile }: PlanRequest, work: Promise<T>): Promise<T> {
  return work.catch(async (error: unknown) => {
    if (error instanceof PerfAgentError && error.exitCode === 2)
      await auditRun(agent, { action: "run", outcome: "refused", planFile, error });
    throw error;
  });
}

interface Execution {
  readonly prepared: PreparedRun;
  readonly review: Review;
  readonly secrets: Readonly<Record<string, string>>;
  readonly runId: string;
  readonly folder: RunFolder;
}

/** From the first byte in the run folder to the last. The environment is ours meanwhile. */
async function execute(
  agent: Agent,
  request: StartRunRequest,
  listener: RunListener,
  execution: Execution,
): Promise<FinishedRun> {
  const { prepared, review, runId, folder } = execution;
  const { loaded, decision } = prepared;
  const baselines = await freezeBaselines(agent, request.baselinesFile, prepared);
  const started = startedRecord(agent, request, execution);
  await writeInputs(folder, { prepared, review, baselines, started });
  await saveRun(agent, folder.directory, started, baselines.fingerprint, null);
  const kit = await keepRecovery(agent, { runId, prepared, planFile: request.planFile });
  const journal = openRunJournal(agent, {
    runId,
    folder,
    policy: loaded.policy,
    listener: (event) => listener.event(event),
  });
  const delivery = await deliverEvents(agent, loaded.policy, (text) => listener.notice(text));
  try {
    journal.tell({
      kind: "state",
      level: "info",
      text: `${loaded.plan.name} on ${loaded.plan.target.environment} started`,
    });
    for (const { outcome, text } of decision.reasons)
      if (outcome === "warn") journal.tell({ kind: "guard", level: "warn", text });
    const attempted = await attempts(agent, request, listener, execution, journal);
    const { profile, drive, collection } = attempted;
    const record = endedRecord(agent, started, attempted);
    const judgedBaselines = profile.profile === "full" ? baselines : withoutBaselines(agent, prepared, profile.plan);
    if (profile.profile !== "full") {
      // What was run, and is judged, is another plan than the one that was asked for.
      await folder.write(bundleFiles.plan, writeEffectivePlan(profile.plan));
      await folder.write(bundleFiles.preview, toJson(profile.preview));
      await folder.write(bundleFiles.baselines, toJson(judgedBaselines));
    }
    const analysis = await concludeRun({
      folder,
      record,
      collection,
      windows: drive.windows,
      allWindows: attempted.allWindows,
      plan: profile.plan,
      preview: profile.preview,
      slos: loaded.slos,
      baselines: judgedBaselines,
      guardedBy: { policy: loaded.policy, decision, review, evaluatedIn: profile.script.evaluatedIn },
      beforeSeal: async ({ document }) => {
        const { verdict, reasons } = document;
        const text = `${verdict}${reasons[0] === undefined ? "" : `: ${reasons[0].text}`}`;
        journal.tell({ kind: "verdict", level: verdict === "pass" ? "info" : "warn", text });
        await journal.settled();
      },
    });
    await saveRun(agent, folder.directory, record, judgedBaselines.fingerprint, analysis);
    const narrative = await narrateRun(agent, analysis, loaded.policy.cost.models);
    return {
      analysis,
      narrative: "text" in narrative ? narrative.text : null,
      directory: folder.directory,
      warnings: loaded.warnings,
      exitCode: exitCodeOf(analysis.document.verdict, {
        inconclusiveAs: request.inconclusiveAs,
        interrupted: attempted.drive.interruptedBy ?? undefined,
      }),
    };
  } catch (error) {
    // The store must not show it as running for ever; what made it fail may make this fail too.
    const failed: RunRecord = { ...started, state: "stopped", stoppedBy: "failure", finishedAt: agent.clock.now() };
    await folder.write(bundleFiles.record, toJson(failed)).catch(() => undefined);
    await saveRun(agent, folder.directory, failed, baselines.fingerprint, null).catch(() => undefined);
    throw error;
  } finally {
    await delivery.stop();
    await kit.remove();
  }
}

async function attempts(
  agent: Agent,
  request: StartRunRequest,
  listener: RunListener,
  { prepared, secrets, runId, folder }: Execution,
  journal: RunJournal,
): Promise<Attempted> {
  const runs = await agent.activeRuns();
  return runAttempts(agent, {
    prepared,
    engine: prepared.engine,
    folder,
    runId,
    secrets,
    keepSamples: request.keepSamples,
    journal,
    onStart: async (pid) => {
      const engine = await agent.processes.identify(pid);
      if (engine !== null) await runs.noteEngine(runId, engine);
    },
    requested: async () => {
      const stop = await runs.requestedStop(runId);
      return stop === null ? null : { reason: "request", ...stop };
    },
    onProgress: (progress) => listener.progress(progress),
  });
}

function startedRecord(agent: Agent, request: StartRunRequest, { prepared, runId }: Execution): RunRecord {
  const { loaded, decision, engine } = prepared;
  const { plan } = loaded;
  return {
    schemaVersion: 1,
    runId,
    state: "running",
    stoppedBy: null,
    startedAt: agent.clock.now(),
    finishedAt: null,
    service: plan.service,
    environment: plan.target.environment,
    plan: { name: plan.name, sha256: agent.documents.sha256(writeEffectivePlan(plan)), seed: plan.seed },
    tags: { ...plan.tags, ...request.tags },
    engine: { name: engine.name, version: engine.version },
    agentVersion: agent.version,
    outcome: null,
    guard: { decision: "allow", hits: 0 },
    cost: { estimated: decision.cost.estimated, actual: 0, currency: decision.cost.currency },
    attempts: [],
    reducedTo: null,
    cutIterations: null,
    imported: false,
  };
}

function endedRecord(agent: Agent, started: RunRecord, attempted: Attempted): RunRecord {
  const { drive, profile, attempts, cost } = attempted;
  const sha256 = agent.documents.sha256(writeEffectivePlan(profile.plan));
  return {
    ...started,
    ...endOf(drive.stop, drive.outcome),
    startedAt: scenariosStartedAt(attempted),
    finishedAt: drive.finishedAt,
    plan: { ...started.plan, sha256 },
    outcome: drive.outcome,
    guard: { decision: "allow", hits: drive.outcome.guardHits },
    cost: { ...started.cost, actual: cost },
    attempts: [...attempts],
    reducedTo: profile.profile === "reduced" ? profile.share : null,
    cutIterations: drive.cutIterations,
  };
}

/** When scenarios began: as the script told, else when the engine was started. */
function scenariosStartedAt({ drive, profile, collection }: Attempted): number {
  const told = profile.plan.scenarios.flatMap(({ name, startAfterMs }) => {
    const at = collection.scenarioStarts[name];
    return at === undefined ? [] : [at - startAfterMs];
  });
  return told.length === 0 ? drive.startedAt : Math.round(Math.min(...told));
}

async function writeInputs(
  folder: RunFolder,
  {
    prepared,
    review,
    baselines,
    started,
  }: {
    readonly prepared: PreparedRun;
    readonly review: Review;
    readonly baselines: FrozenBaselines;
    readonly started: RunRecord;
  },
): Promise<void> {
  const { loaded, decision } = prepared;
  await folder.write(bundleFiles.planAsTyped, loaded.planText);
  await folder.write(bundleFiles.plan, writeEffectivePlan(loaded.plan));
  await folder.write(bundleFiles.preview, toJson(loaded.preview));
  await folder.write(bundleFiles.objectives, toJson(loaded.slos));
  await folder.write(bundleFiles.policy, toJson(loaded.policy));
  await folder.write(bundleFiles.guard, toJson(decision));
  await folder.write(bundleFiles.review, toJson(review));
  await folder.write(bundleFiles.baselines, toJson(baselines));
  const full = profileOf(prepared, "full");
  if (full !== null) await writeScript(folder, full.bundle);
  await folder.write(bundleFiles.record, toJson(started));
}
