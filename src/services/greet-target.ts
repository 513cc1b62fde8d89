import { PerfAgentError } from "../contract/errors.ts";
import type { GuardDecision } from "../contract/policy.ts";
import { judgeHandshake } from "../pipeline/guard/judge-handshake.ts";
import type { Agent } from "./agent.ts";
import { assertAllowed, withReasons } from "./load-plan.ts";
import type { PreparedRun } from "./prepare-run.ts";

type Greeted = Pick<PreparedRun, "loaded" | "decision">;

/** Host name to the address that the guard allowed. */
export type Pins = GuardDecision["enforcement"]["pins"];

/** The address that the engine will dial for a URL. */
export function addressOf(url: string, pins: Pins): string {
  const host = new URL(url).hostname.replaceAll(/^\[|\]$/gu, "");
  return pins[host] ?? host;
}

/** Looks whether somebody listens at every URL of the plan. Throws PA_TARGET_UNREACHABLE. */
export async function assertReachable(agent: Agent, { loaded, decision }: Greeted): Promise<void> {
  const { baseUrl, others, tlsCaFile } = loaded.plan.target;
  const urls = [baseUrl, ...Object.values(others)];
  const answers = await Promise.all(
    urls.map((url) => agent.probe.reach(url, addressOf(url, decision.enforcement.pins), { caFile: tlsCaFile })),
  );
  const mistakes = answers.filter((answer) => answer !== null);
  if (mistakes.length > 0)
    throw new PerfAgentError(mistakes.map((text) => ({ code: "PA_TARGET_UNREACHABLE" as const, text })));
}

/** Asks the environment what it is, where the policy says how. Returns the decision with its answer; throws PA_GUARD_HANDSHAKE. */
export async function shakeHands(agent: Agent, { loaded, decision }: Greeted): Promise<GuardDecision> {
  const { plan, policy } = loaded;
  const environment = policy.environments.find(({ name }) => name === plan.target.environment);
  const path = environment?.handshake ?? null;
  if (environment === undefined || path === null) return decision;
  const { baseUrl, tlsCaFile } = plan.target;
  const answer = await agent.probe.get(baseUrl, path, addressOf(baseUrl, decision.enforcement.pins), {
    caFile: tlsCaFile,
  });
  const answered = withReasons(decision, judgeHandshake(environment, answer));
  assertAllowed(answered);
  return answered;
}
