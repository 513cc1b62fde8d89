import type { TokenResource } from "../../contract/api/access.ts";
import type { KeptToken } from "../../ports/token-book.ts";

/** A kept token as it is shown: without its hash. */
export function tokenResource(kept: KeptToken): TokenResource {
  const { sha256: _hash, roles, ...rest } = kept;
  return { ...rest, roles: [...roles] };
}
