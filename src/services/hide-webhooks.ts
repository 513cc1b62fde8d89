import type { Policy } from "../contract/policy.ts";

/** The policy to look at or to keep: of webhooks only the host is told, as whoever knows the whole address may write there. */
export function hideWebhooks(policy: Policy): Policy {
  return {
    ...policy,
    notify: {
      webhooks: policy.notify.webhooks.map((webhook) => ({ ...webhook, url: `${new URL(webhook.url).origin}/…` })),
    },
  };
}
