import { PerfAgentError } from "../contract/errors.ts";
import type { Pin } from "../contract/baseline-series.ts";
import type { BaselineHead, RunFamily } from "../ports/run-store.ts";
import type { Agent, Store } from "./agent.ts";
import { userName } from "./user-name.ts";

type PinAgent = Pick<Agent, "store" | "clock" | "system">;

/** Baselines, newest first, each with its pin. */
export async function listBaselines(
  agent: Pick<Agent, "store">,
  filter: { readonly service?: string; readonly limit: number },
): Promise<readonly (BaselineHead & { readonly pin: string | null })[]> {
  const { runs, book } = await agent.store();
  const pins = await book.pins(filter.service === undefined ? {} : { service: filter.service });
  const labels = new Map(pins.map(({ runId, label }) => [runId, label]));
  return (await runs.listBaselines(filter)).map((head) => ({ ...head, pin: labels.get(head.runId) ?? null }));
}

/**
 * Pins a run, so that slow drift is measured against it. "latest" is the newest baseline. `actor`: who does it, here and below; absent: who
 * uses this machine. Throws PA_RUN_NOT_FOUND, and PA_BASELINE_INVALID for a run that cannot be trusted.
 */
export async function pinBaseline(
  agent: PinAgent,
  named: string,
  label: string | undefined,
  actor: string = userName(agent),
): Promise<Pin> {
  const store = await agent.store();
  const { runId, family, verdict } = await baselineOf(store, named);
  if (verdict === "invalid" || verdict === "inconclusive") {
    const text = `${runId} is ${verdict}: nothing can be measured against it`;
    throw PerfAgentError.of("PA_BASELINE_INVALID", text, { remedy: "Pin a run that passed, warned or failed." });
  }
  const pin = { ...family, runId, label: label ?? runId, by: actor, at: agent.clock.now() };
  await store.book.pin(pin);
  await audit(agent, store, { actor, action: "pin-baseline", runId, family, reason: `as "${pin.label}"` });
  return pin;
}

/** Throws PA_RUN_NOT_FOUND where the run is not pinned. */
export async function unpinBaseline(agent: PinAgent, runId: string, actor: string = userName(agent)): Promise<void> {
  const store = await agent.store();
  const pin = (await store.book.pins({})).find((each) => each.runId === runId);
  if (pin === undefined) throw PerfAgentError.of("PA_RUN_NOT_FOUND", `${runId} is not pinned`);
  await store.book.unpin(runId);
  await audit(agent, store, { actor, action: "unpin-baseline", runId, family: pin, reason: `it was "${pin.label}"` });
}

/** Takes a run out of every later comparison and history; its folder stays, and `runs --rebuild` brings it back. Throws PA_RUN_NOT_FOUND. */
export async function dropBaseline(agent: PinAgent, named: string, actor: string = userName(agent)): Promise<string> {
  const store = await agent.store();
  const { runId, family } = await baselineOf(store, named);
  await store.runs.dropBaseline(runId);
  await store.book.unpin(runId);
  await audit(agent, store, { actor, action: "drop-baseline", runId, family, reason: null });
  return runId;
}

async function baselineOf(
  store: Store,
  named: string,
): Promise<{ runId: string; family: RunFamily; verdict: BaselineHead["verdict"] }> {
  const newest = named === "latest" ? (await store.runs.listBaselines({ limit: 1 }))[0]?.runId : named;
  const head = newest === undefined ? null : await store.runs.baselineHead(newest);
  if (head === null) {
    const text = named === "latest" ? "there is no baseline yet" : `${named} is no baseline`;
    throw PerfAgentError.of("PA_RUN_NOT_FOUND", text, { remedy: "List them with `perf-agent baselines list`." });
  }
  const { runId, service, environment, plan, verdict } = head;
  return { runId, family: { service, environment, plan }, verdict };
}

async function audit(
  { clock }: PinAgent,
  store: Store,
  {
    actor,
    action,
    runId,
    family: { service, environment, plan },
    reason,
  }: {
    readonly actor: string;
    readonly action: "pin-baseline" | "unpin-baseline" | "drop-baseline";
    readonly runId: string;
    readonly family: RunFamily;
    readonly reason: string | null;
  },
): Promise<void> {
  await store.audit.record({
    at: clock.now(),
    actor,
    action,
    outcome: "done",
    runId,
    subject: `${plan} on ${environment}, ${service}`,
    reasons: reason === null ? [] : [reason],
  });
}
