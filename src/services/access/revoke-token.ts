import { PerfAgentError } from "../../contract/errors.ts";
import type { Service } from "../service.ts";

/** Takes a token back, at once and for good. Throws PA_TOKEN_NOT_FOUND where none of that id holds. */
export async function revokeToken(
  { store, clock }: Pick<Service, "store" | "clock">,
  { id, actor }: { readonly id: string; readonly actor: string },
): Promise<void> {
  const { tokens, audit } = await store();
  const now = clock.now();
  if (!(await tokens.revoke(id, now)))
    throw PerfAgentError.of("PA_TOKEN_NOT_FOUND", `no token of id ${id} can be revoked`);
  await audit.record({
    at: now,
    actor,
    action: "revoke-token",
    outcome: "done",
    runId: null,
    subject: `token ${id}`,
    reasons: [],
  });
}
