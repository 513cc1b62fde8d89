import type { RunRecord } from "../contract/run.ts";
import { endOf } from "../pipeline/execute/run-life-cycle.ts";
import { writeEffectivePlan } from "../pipeline/plan/write-effective-plan.ts";
import type { Agent } from "./agent.ts";
import type { PreparedRun } from "./prepare-run.ts";
import type { Attempted } from "./run-attempts.ts";
import type { StartRunRequest } from "./run-request.ts";

/** The record of a run that begins now. */
export function startedRecord(
  agent: Agent,
  {
    prepared,
    runId,
    request,
  }: {
    readonly prepared: PreparedRun;
    readonly runId: string;
    readonly request: Pick<StartRunRequest, "tags" | "purpose">;
  },
): RunRecord {
  const { loaded, decision, engine } = prepared;
  const { plan } = loaded;
  return {
    schemaVersion: 1,
    runId,
    state: "running",
    stoppedBy: null,
    startedAt: agent.clock.now(),
    finishedAt: null,
    stoppedAt: null,
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
    purpose: request.purpose,
    control: null,
  };
}

/** The same run when its engine is gone. */
export function endedRecord(agent: Agent, started: RunRecord, attempted: Attempted): RunRecord {
  const { drive, profile, attempts, cost } = attempted;
  const sha256 = agent.documents.sha256(writeEffectivePlan(profile.plan));
  return {
    ...started,
    ...endOf(drive.stop, drive.outcome),
    startedAt: scenariosStartedAt(attempted),
    finishedAt: drive.finishedAt,
    stoppedAt: drive.stoppedAt,
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
