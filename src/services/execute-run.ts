import type { ComparisonBasis } from "../contract/comparison.ts";
import type { RunRecord } from "../contract/run.ts";
import { exitCodeOf } from "../pipeline/analyse/verdict.ts";
import { writeEffectivePlan } from "../pipeline/plan/write-effective-plan.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import type { Agent } from "./agent.ts";
import type { Review } from "./approve-plan.ts";
import { askedRunOf } from "./asked-run.ts";
import { deliverEvents } from "./background/deliver-events.ts";
import { concludeRun } from "./conclude-run.ts";
import { freezeBaselines, withoutBaselines } from "./freeze-baselines.ts";
import { hideWebhooks } from "./hide-webhooks.ts";
import { narrateRun } from "./narrate-run.ts";
import { profileOf, type PreparedRun } from "./prepare-run.ts";
import { keepRecovery } from "./recovery-kit.ts";
import { runAttempts, type Attempted } from "./run-attempts.ts";
import { bundleFiles, toJson, writeScript } from "./run-bundle.ts";
import { controlOf, timeControl } from "./time-control.ts";
import { openRunJournal, type RunJournal } from "./run-journal.ts";
import { endedRecord, startedRecord } from "./run-record.ts";
import type { FinishedRun, RunListener, StartRunRequest } from "./run-request.ts";
import { saveRun } from "./save-run.ts";

/** A run that is allowed, reviewed and entered among those of this machine. */
export interface Execution {
  readonly prepared: PreparedRun;
  readonly review: Review;
  readonly secrets: Readonly<Record<string, string>>;
  readonly runId: string;
  readonly folder: RunFolder;
  readonly interrupted: () => boolean;
}

/** From the first byte in the run folder to the last. The environment is ours meanwhile. */
export async function executeRun(
  agent: Agent,
  request: StartRunRequest,
  listener: RunListener,
  execution: Execution,
): Promise<FinishedRun> {
  const { prepared, review, runId, folder } = execution;
  const { loaded, decision } = prepared;
  const baselines = request.basis ?? (await freezeBaselines(agent, request, prepared));
  const started = startedRecord(agent, { prepared, runId, request });
  await writeInputs(folder, { prepared, review, baselines, started });
  await folder.write(bundleFiles.request, toJson(askedRunOf(agent, request, prepared)));
  await saveRun(agent, folder.directory, started, baselines, null);
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
    const probed = { target: loaded.plan.target, pins: decision.enforcement.pins };
    const idle = await timeControl(agent, probed);
    const attempted = await attemptsOf(agent, request, listener, execution, journal);
    const control = controlOf([idle, await timeControl(agent, probed)]);
    const { profile, drive, collection } = attempted;
    const record: RunRecord = { ...endedRecord(agent, started, attempted), control };
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
    await saveRun(agent, folder.directory, record, judgedBaselines, analysis);
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
    await saveRun(agent, folder.directory, failed, baselines, null).catch(() => undefined);
    throw error;
  } finally {
    await delivery.stop();
    await kit.remove();
  }
}

async function attemptsOf(
  agent: Agent,
  request: StartRunRequest,
  listener: RunListener,
  { prepared, secrets, runId, folder, interrupted }: Execution,
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
      if (interrupted()) return { reason: "interrupt", mode: "graceful", text: "it was interrupted before it began" };
      const stop = await runs.requestedStop(runId);
      return stop === null ? null : { reason: "request", ...stop };
    },
    onProgress: (progress) => listener.progress(progress),
  });
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
    readonly baselines: ComparisonBasis;
    readonly started: RunRecord;
  },
): Promise<void> {
  const { loaded, decision } = prepared;
  await folder.write(bundleFiles.planAsTyped, loaded.planText);
  await folder.write(bundleFiles.plan, writeEffectivePlan(loaded.plan));
  await folder.write(bundleFiles.preview, toJson(loaded.preview));
  await folder.write(bundleFiles.objectives, toJson(loaded.slos));
  await folder.write(bundleFiles.policy, toJson(hideWebhooks(loaded.policy)));
  await folder.write(bundleFiles.guard, toJson(decision));
  await folder.write(bundleFiles.review, toJson(review));
  await folder.write(bundleFiles.baselines, toJson(baselines));
  const full = profileOf(prepared, "full");
  if (full !== null) await writeScript(folder, full.bundle);
  await folder.write(bundleFiles.record, toJson(started));
}
