import type { RunHead, RunQuery } from "../../contract/api/runs.ts";
import { runStateOf } from "../live/live-state.ts";
import type { Service } from "../service.ts";
import { runHeadOf } from "./run-head.ts";

/** A page of runs, newest first: of the service, the command line and imports. */
export async function listRuns(
  service: Service,
  { service: name, environment, state, plan, limit, after }: RunQuery,
): Promise<{ items: RunHead[]; next: string | null }> {
  const { runs } = await service.store();
  const page = await runs.page({
    limit,
    after: after ?? null,
    ...(name === undefined ? {} : { service: name }),
    ...(environment === undefined ? {} : { environment }),
    ...(state === undefined ? {} : { state }),
    ...(plan === undefined ? {} : { plan }),
  });
  return { items: page.items.map((stored) => runHeadOf(stored, runStateOf(stored.state))), next: page.next };
}
