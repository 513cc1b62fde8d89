import type { Documents } from "../../ports/documents.ts";
import type { TokenBook } from "../../ports/token-book.ts";
import type { TokenVerifier } from "../../ports/token-verifier.ts";

/** The last use is noted this often at most: it is for people who look for tokens that nobody needs any more. */
const noteEveryMs = 60_000;
/** Tokens whose last use is remembered, over which it is forgotten and noted anew. */
const mostRemembered = 10_000;

/** Recognises the tokens that the service itself gave out, by their hash. */
export function keptTokenVerifier(parts: {
  readonly tokens: () => Promise<TokenBook>;
  readonly documents: Pick<Documents, "sha256">;
}): TokenVerifier {
  const noted = new Map<string, number>();
  return {
    async verify(token, now) {
      const tokens = await parts.tokens();
      const kept = await tokens.find(parts.documents.sha256(token));
      if (kept === null || kept.revokedAt !== null) return null;
      if (kept.expiresAt !== null && kept.expiresAt <= now) return null;
      if (now - (noted.get(kept.id) ?? kept.lastUsedAt ?? 0) >= noteEveryMs) {
        if (noted.size >= mostRemembered) noted.clear();
        noted.set(kept.id, now);
        await tokens.noteUse(kept.id, now);
      }
      return { name: kept.name, roles: kept.roles, by: "token", expiresAt: kept.expiresAt };
    },
  };
}
