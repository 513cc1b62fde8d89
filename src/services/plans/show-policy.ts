import type { Policy } from "../../contract/policy.ts";
import { hideWebhooks } from "../hide-webhooks.ts";
import type { Service } from "../service.ts";
import { policyOfService } from "./plan-places.ts";

/** The policy in force for plans of the service, to look at. */
export async function showPolicy(service: Service): Promise<Policy> {
  return hideWebhooks(await policyOfService(service));
}
