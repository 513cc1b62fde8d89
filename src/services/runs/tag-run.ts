import type { TagRequest } from "../../contract/api/runs.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { isOver } from "../live/live-state.ts";
import type { Service } from "../service.ts";
import { assertNotReserved } from "./enqueue-run.ts";
import { knownRun } from "./known-run.ts";

const mostTags = 50;

/**
 * Sets tags of a run that is over, null takes one away; the others stay. Its folder keeps those it was run with. Throws PA_RUN_NOT_FOUND,
 * PA_RUN_NOT_OVER, PA_USAGE.
 */
export async function tagRun(
  service: Service,
  { runId, tags: changes, actor }: TagRequest & { readonly runId: string; readonly actor: string },
): Promise<{ runId: string; tags: Record<string, string> }> {
  const { stored, state } = await knownRun(service, runId);
  if (!isOver(state)) throw PerfAgentError.of("PA_RUN_NOT_OVER", `run ${runId} is ${state}`);
  assertNotReserved(Object.keys(changes));
  const tags: Record<string, string> = { ...stored.tags };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete tags[name];
    else tags[name] = value;
  }
  if (Object.keys(tags).length > mostTags)
    throw PerfAgentError.of("PA_USAGE", `a run has at most ${mostTags} tags`, { remedy: "Take some away first." });
  const { runs, audit } = await service.store();
  await runs.retag(runId, tags);
  await audit.record({
    at: service.clock.now(),
    actor,
    action: "tag-run",
    outcome: "done",
    runId,
    subject: `${stored.planName} on ${stored.environment}`,
    reasons: Object.entries(changes).map(([name, value]) => (value === null ? `without ${name}` : `${name}=${value}`)),
  });
  return { runId, tags };
}
