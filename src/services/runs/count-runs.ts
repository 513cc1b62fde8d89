import type { Service } from "../service.ts";

/** How many runs of a plan were asked for. */
export async function countRuns(service: Service, planId: string): Promise<number> {
  return (await service.store()).runs.countTagged("planId", planId);
}
