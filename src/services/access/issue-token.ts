import type { TokenResource } from "../../contract/api/access.ts";
import type { Role } from "../../contract/api/roles.ts";
import type { Service } from "../service.ts";
import { makeToken } from "./token-text.ts";
import { tokenResource } from "./token-resource.ts";

const dayMs = 86_400_000;
/** A token that nobody set an end for ends all the same. */
const defaultDays = 90;

export type TokenIssuer = Pick<Service, "store" | "system" | "clock" | "documents">;

export interface IssueToken {
  /** Whose it is: what approvals and the audit log will say. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Default 90; null: it holds until it is revoked. */
  readonly expiresInDays?: number | null | undefined;
  readonly actor: string;
  /** What somebody chose; default a new one. */
  readonly token?: string | undefined;
}

/** Gives out a token. What it answers holds the token itself, for this once. */
export async function issueToken(
  service: TokenIssuer,
  request: IssueToken,
): Promise<TokenResource & { token: string }> {
  const { tokens, audit } = await service.store();
  const now = service.clock.now();
  const { expiresInDays = defaultDays, token = makeToken(service) } = request;
  const kept = {
    id: service.system.randomHex(16),
    sha256: service.documents.sha256(token),
    name: request.name,
    roles: [...new Set(request.roles)],
    createdBy: request.actor,
    createdAt: now,
    expiresAt: expiresInDays === null ? null : now + expiresInDays * dayMs,
    lastUsedAt: null,
    revokedAt: null,
  };
  await tokens.put(kept);
  await audit.record({
    at: now,
    actor: request.actor,
    action: "issue-token",
    outcome: "done",
    runId: null,
    subject: `token ${kept.id} for ${kept.name}`,
    reasons: [`roles: ${kept.roles.join(", ")}`],
  });
  return { token, ...tokenResource(kept) };
}
