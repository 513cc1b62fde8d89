import type { Policy } from "../../contract/policy.ts";
import type { Service } from "../service.ts";
import { policyOfService } from "./plan-places.ts";

/** The policy in force for plans of the service, to look at. Of webhooks only the host is told: whoever knows the whole URL may write there. */
export async function showPolicy(service: Service): Promise<Policy> {
  const policy = await policyOfService(service);
  return {
    ...policy,
    notify: {
      webhooks: policy.notify.webhooks.map((webhook) => ({ ...webhook, url: `${new URL(webhook.url).origin}/…` })),
    },
  };
}
