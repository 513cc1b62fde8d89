import { PerfAgentError } from "../contract/errors.ts";
import type { Service } from "./service.ts";

/** Resolves where the service can take work: it is not being stopped and its store answers. Throws PA_SERVICE_STOPPING and the store's own errors. */
export async function checkReadiness({ store }: Pick<Service, "store">, isStopping: boolean): Promise<void> {
  if (isStopping) throw PerfAgentError.of("PA_SERVICE_STOPPING", "the service is being stopped");
  const { runs } = await store();
  await runs.list({ limit: 1 });
}
