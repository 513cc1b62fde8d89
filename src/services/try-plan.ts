import { PerfAgentError } from "../contract/errors.ts";
import { tryEventPrefix, tryEventSchema, type TryEvent } from "../contract/try-event.ts";
import { generateTryScript } from "../pipeline/generate/k6/generate-script.ts";
import type { Agent } from "./agent.ts";
import { shakeHands } from "./greet-target.ts";
import { admit, assertAllowed, loadPlan, readSecrets, type PlanRequest } from "./load-plan.ts";
import { newRunId } from "./start-run.ts";

/**
 * One iteration of one scenario (the first, unless named) against the real target, every step told.
 * Secrets are hidden by the engine and once more here, masked columns by the script.
 */
export async function tryPlan(
  agent: Agent,
  request: PlanRequest & { readonly scenario: string | null },
  onEngine: (sentence: string) => void,
): Promise<{ events: readonly TryEvent[]; failed: boolean }> {
  const loaded = await loadPlan(agent, request);
  const decision = await admit(agent, loaded);
  assertAllowed(decision);
  const { plan, data, uploads, slos, preview } = loaded;
  if (request.scenario !== null && !plan.scenarios.some(({ name }) => name === request.scenario)) {
    const declared = plan.scenarios.map(({ name }) => name).join(", ");
    throw PerfAgentError.of(
      "PA_PLAN_UNKNOWN_NAME",
      `there is no scenario "${request.scenario}". Declared: ${declared}`,
    );
  }
  const secrets = await readSecrets(agent, plan, request.planFile);
  const bundle = generateTryScript({ plan, data, uploads, slos, preview, scenario: request.scenario });
  assertAllowed(await shakeHands(agent, { loaded, decision }));
  const engine = agent.engine(await agent.provisioner.obtain(onEngine));
  const script = await engine.prepare(bundle);
  const events: TryEvent[] = [];
  const others: string[] = [];
  const hide = (line: string): string =>
    Object.values(secrets).reduce((text, value) => (value === "" ? text : text.replaceAll(value, "***")), line);
  const outcome = await engine
    .start(script, {
      runId: newRunId(agent, plan.name),
      enforcement: decision.enforcement,
      secrets,
      tags: {},
      tlsCaFile: plan.target.tlsCaFile,
      onSamples: () => undefined,
      onLog: (line) => {
        const message = messageOf(hide(line));
        const event = message.startsWith(tryEventPrefix) ? readEvent(message.slice(tryEventPrefix.length)) : null;
        if (event === null) others.push(message);
        else events.push(event);
      },
    })
    .then((run) => run.done)
    .finally(() => script.dispose());
  if (events.length === 0) {
    const why = outcome.scriptErrors[0] ?? outcome.messages[0] ?? others.at(-1) ?? "the engine said nothing";
    throw PerfAgentError.of(outcome.scriptErrorCount > 0 ? "PA_ENGINE_SCRIPT" : "PA_ENGINE_FAILED", why);
  }
  return {
    events,
    failed: outcome.scriptErrorCount > 0 || events.some((event) => event.kind === "end" && event.failed),
  };
}

/** The engine's log lines are JSON objects with `msg`; anything else stands for itself. */
function messageOf(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && "msg" in value && typeof value.msg === "string")
      return value.msg;
  } catch {
    // Not JSON: the line is the message.
  }
  return line;
}

function readEvent(text: string): TryEvent | null {
  try {
    return tryEventSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
