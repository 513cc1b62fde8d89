import { PerfAgentError } from "../../contract/errors.ts";
import type { KeptToken } from "../../ports/token-book.ts";
import { userName } from "../user-name.ts";
import { issueToken, type TokenIssuer } from "./issue-token.ts";
import { isTokenText, shortestChosenToken } from "./token-text.ts";

/** The first token belongs to whoever started the service: it may do everything, until it is revoked. */
const firstRoles = ["admin"] as const;

/**
 * Sees to it that somebody can get in. Gives the token of the log-in link: one that was made because none with the role admin holds or
 * because a new one is wanted; null where people have theirs, the chosen one among them. `chosen` is what PERF_AGENT_TOKEN says.
 * Throws PA_SETTINGS_INVALID where that is too short to be safe.
 */
export async function ensureFirstToken(
  service: TokenIssuer,
  { chosen, isNewWanted }: { readonly chosen: string | undefined; readonly isNewWanted: boolean },
): Promise<string | null> {
  const { tokens } = await service.store();
  const name = userName(service);
  const issue = { name, roles: firstRoles, expiresInDays: null, actor: name };
  if (chosen !== undefined && chosen !== "") {
    if (chosen.length < shortestChosenToken || !isTokenText(chosen)) {
      throw PerfAgentError.of(
        "PA_SETTINGS_INVALID",
        `PERF_AGENT_TOKEN must have at least ${shortestChosenToken} characters out of letters, digits and - . _ ~ + /`,
      );
    }
    const kept = await tokens.find(service.documents.sha256(chosen));
    // One that was revoked stays so: whoever revoked it knew why.
    if (kept !== null && !holds(kept, service.clock.now()))
      throw PerfAgentError.of("PA_SETTINGS_INVALID", "PERF_AGENT_TOKEN holds a token that was revoked: choose another");
    if (kept === null) await issueToken(service, { ...issue, token: chosen });
    return null;
  }
  const now = service.clock.now();
  const isSomebodyIn = (await tokens.list()).some((kept) => kept.roles.includes("admin") && holds(kept, now));
  if (isSomebodyIn && !isNewWanted) return null;
  return (await issueToken(service, issue)).token;
}

function holds({ revokedAt, expiresAt }: KeptToken, now: number): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}
