import { loadPolicy } from "../load-plan.ts";
import type { Policy } from "../../contract/policy.ts";
import type { Service } from "../service.ts";
import { planName } from "./plan-bundle.ts";

/** Absolute path of a plan's file. `planId` is one that the shelf knows, or a name that we made. */
export function planFileOf(service: Pick<Service, "documents" | "dataDirectory">, planId: string): string {
  return service.documents.beside(`${service.dataDirectory}/plans/${planId}/${planName}`, planName);
}

/** The project's layer of the service's policy; null: there is none. */
export async function policyFileOf({
  documents,
  dataDirectory,
}: Pick<Service, "documents" | "dataDirectory">): Promise<string | null> {
  const file = documents.beside(`${dataDirectory}/${planName}`, "perf-agent.yaml");
  return (await documents.readBytes(file)) === null ? null : file;
}

/** The policy in force for whatever is handed in here. */
export async function policyOfService(service: Service): Promise<Policy> {
  return loadPolicy(service, `${service.dataDirectory}/${planName}`, await policyFileOf(service));
}
