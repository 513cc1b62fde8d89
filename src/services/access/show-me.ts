import type { Me } from "../../contract/api/access.ts";
import type { Principal } from "../../ports/token-verifier.ts";

/** Who asks, as the service knows them. */
export function showMe({ name, roles, by, expiresAt }: Principal): Me {
  return { name, roles: [...roles], by, expiresAt };
}
