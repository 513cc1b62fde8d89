import type { KeptToken, TokenBook } from "../../src/ports/token-book.ts";

/** Tokens for the length of a test. */
export function memoryTokens(): TokenBook {
  const kept = new Map<string, KeptToken>();
  const change = (id: string, changes: Partial<KeptToken>): boolean => {
    const token = kept.get(id);
    if (token === undefined) return false;
    kept.set(id, { ...token, ...changes });
    return true;
  };
  return {
    put: async (token) => void kept.set(token.id, token),
    find: async (sha256) => [...kept.values()].find((token) => token.sha256 === sha256) ?? null,
    list: async () => [...kept.values()].toReversed(),
    revoke: async (id, at) => kept.get(id)?.revokedAt === null && change(id, { revokedAt: at }),
    noteUse: async (id, at) => void change(id, { lastUsedAt: at }),
  };
}
