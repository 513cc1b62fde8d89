import type { Policy } from "../../contract/policy.ts";
import type { RunEvent } from "../../contract/run-event.ts";
import { webhookSinkName, type OutboxMessage } from "../../ports/outbox.ts";

/**
 * What an event of a run has the webhooks of the policy told: one message for each that wants events of its kind, with the body
 * `{ type: "perf-agent.run.KIND", timestamp: ISO 8601, data: the event }`.
 * The same event gives the same ids, so that putting it again after a crash repeats nothing. `sha256` gives hexadecimal digits.
 */
export function runEventMessages(
  event: RunEvent,
  webhooks: Policy["notify"]["webhooks"],
  sha256: (text: string) => string,
): OutboxMessage[] {
  const body = JSON.stringify({
    type: `perf-agent.run.${event.kind}`,
    timestamp: new Date(event.at).toISOString(),
    data: event,
  });
  const sinks = new Set(webhooks.filter(({ on }) => on.includes(event.kind)).map(({ url }) => webhookSinkName(url)));
  return [...sinks].map((sink) => ({
    // No full stop in it: that is what stands between the parts of the signed text.
    id: `evt_${sha256(`${sink}\n${event.runId}\n${event.number}`).slice(0, 32)}`,
    sink,
    createdAt: event.at,
    body,
  }));
}
