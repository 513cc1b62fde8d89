import type { ShelvedPlan } from "../../ports/plan-shelf.ts";
import { hashOf } from "../approval-files.ts";
import type { PlanRequest } from "../load-plan.ts";
import { prepareRun, type PreparedRun } from "../prepare-run.ts";
import type { Service } from "../service.ts";
import { atEngine } from "./few-at-once.ts";
import { hideFolders } from "./hide-folder.ts";
import { requestOfPlan } from "./request-of-plan.ts";

/** A plan of the shelf, frozen as a run of it would be. */
export interface PreparedShelved {
  readonly prepared: PreparedRun;
  readonly request: PlanRequest;
  /** The plan with the hash that it has now. */
  readonly plan: ShelvedPlan;
}

/**
 * Does work with a plan that was frozen anew. Where it came out otherwise than when it was handed in, as after a change of the engine or of
 * a limit, the shelf learns its new hash. Throws the guard's refusals; errors name files as they were handed in.
 */
export async function withPrepared<T>(
  service: Service,
  shelved: ShelvedPlan,
  work: (found: PreparedShelved) => Promise<T>,
): Promise<T> {
  const request = await requestOfPlan(service, shelved);
  const hider = hideFolders([service.documents.beside(request.planFile, "."), service.dataDirectory]);
  return hider.during(() =>
    atEngine(async () => {
      const prepared = await prepareRun(service, request, () => undefined);
      try {
        return await work({ prepared, request, plan: await noteHash(service, shelved, prepared) });
      } finally {
        await prepared.dispose();
      }
    }),
  );
}

async function noteHash(service: Service, shelved: ShelvedPlan, prepared: PreparedRun): Promise<ShelvedPlan> {
  const change = { hash: hashOf(service, prepared.approvable), guard: prepared.decision.decision };
  if (change.hash === shelved.hash && change.guard === shelved.guard) return shelved;
  const { shelf } = await service.store();
  await shelf.update(shelved.planId, change);
  return { ...shelved, ...change };
}
