import { createHash } from "node:crypto";
import type { AuditEntry } from "../../src/ports/audit-log.ts";
import type { TokenBook } from "../../src/ports/token-book.ts";
import type { TokenIssuer } from "../../src/services/access/issue-token.ts";
import { memoryTokens } from "./memory-tokens.ts";
import { virtualClock, type VirtualClock } from "./virtual-clock.ts";

/** What the use cases about tokens need, in memory. */
export interface AccessParts extends TokenIssuer {
  readonly clock: VirtualClock;
  readonly tokens: TokenBook;
  readonly audited: AuditEntry[];
}

export function accessParts(user = "ana"): AccessParts {
  const tokens = memoryTokens();
  const audited: AuditEntry[] = [];
  let made = 0;
  const store = {
    tokens,
    audit: { record: async (entry: AuditEntry) => void audited.push(entry), list: async () => audited },
  };
  return {
    clock: virtualClock(),
    tokens,
    audited,
    store: () => Promise.resolve(store as unknown as Awaited<ReturnType<TokenIssuer["store"]>>),
    system: {
      env: { USER: user },
      randomHex: (digits: number) => String(++made).padStart(digits, "0"),
    } as unknown as TokenIssuer["system"],
    documents: {
      sha256: (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex"),
    } as unknown as TokenIssuer["documents"],
  };
}
