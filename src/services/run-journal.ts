import type { Policy } from "../contract/policy.ts";
import type { RunEvent } from "../contract/run-event.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import type { Agent } from "./agent.ts";
import { runEventMessages } from "./background/run-event-messages.ts";
import { bundleFiles } from "./run-bundle.ts";
import { WriteQueue } from "./write-queue.ts";

/** Tells what happens to a run: to the run folder, to whoever watches, and by the outbox to the policy's webhooks. */
export interface RunJournal {
  /** In order; what cannot be written is told by `settled`. */
  tell(event: Pick<RunEvent, "kind" | "level" | "text">): void;
  /** Resolves when every event stands where it should. Throws PA_WRITE_FAILED or an error of the store. */
  settled(): Promise<void>;
}

export function openRunJournal(
  agent: Agent,
  {
    runId,
    folder,
    policy,
    listener,
  }: {
    readonly runId: string;
    readonly folder: RunFolder;
    readonly policy: Policy;
    readonly listener: (event: RunEvent) => void;
  },
): RunJournal {
  const writes = new WriteQueue();
  let failure: { readonly error: unknown } | null = null;
  writes.onFailure = (error) => {
    failure = { error };
  };
  let number = 0;
  return {
    tell({ kind, level, text }) {
      number += 1;
      const event: RunEvent = { schemaVersion: 1, number, at: agent.clock.now(), runId, kind, level, text };
      listener(event);
      const messages = runEventMessages(event, policy.notify.webhooks, (content) => agent.documents.sha256(content));
      writes.add(async () => {
        await folder.appendLine(bundleFiles.events, JSON.stringify(event));
        if (messages.length === 0) return;
        const { outbox } = await agent.store();
        await outbox.put(messages);
      });
    },
    async settled() {
      await writes.drained();
      if (failure !== null) throw failure.error;
    },
  };
}
