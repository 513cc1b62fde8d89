import type { Policy } from "../../contract/policy.ts";
import { webhookUrlOf } from "../../ports/outbox.ts";
import type { Agent } from "../agent.ts";
import { startDraining } from "./start-draining.ts";

/** What a run spends at its end on receivers that are slow; what remains goes with the next run. */
const graceMs = 3_000;

/**
 * Delivers run events to the policy's webhooks for the time of a run, those of earlier runs that still wait first. A receiver that cannot
 * be reached is told of once, by its host alone: the rest of such URLs is often a secret.
 */
export async function deliverEvents(
  agent: Agent,
  policy: Policy,
  onNotice: (sentence: string) => void,
): Promise<{ stop(): Promise<void> }> {
  if (policy.notify.webhooks.length === 0) return { stop: () => Promise.resolve() };
  const { outbox } = await agent.store();
  const told = new Set<string>();
  const tell = (key: string, sentence: string): void => {
    if (!told.has(key)) onNotice(sentence);
    told.add(key);
  };
  const draining = startDraining(
    { outbox, sinks: agent.sinks(policy), clock: agent.clock },
    {
      onFailed: ({ sink, why, givenUp }) => {
        const url = webhookUrlOf(sink) ?? sink;
        const host = URL.canParse(url) ? new URL(url).host : url;
        tell(
          sink,
          `webhook at ${host}: ${why}; ${givenUp ? "the event is given up" : "its events wait and are sent later"}`,
        );
      },
      onProblem: (error) =>
        tell("outbox", `events cannot be sent: ${error instanceof Error ? error.message : String(error)}`),
    },
  );
  return { stop: () => draining.stop(graceMs) };
}
