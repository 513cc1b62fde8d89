import type { Principal } from "../../ports/token-verifier.ts";
import type { Service } from "../service.ts";
import { isTokenText } from "./token-text.ts";

/** Who holds the token; null: nobody whom the service knows. Throws PA_PROVIDER_UNREACHABLE where that cannot be found out. */
export async function recognise(
  { verifiers, clock }: Pick<Service, "verifiers" | "clock">,
  token: string,
): Promise<Principal | null> {
  if (!isTokenText(token)) return null;
  for (const verifier of verifiers) {
    const principal = await verifier.verify(token, clock.now());
    if (principal !== null) return principal;
  }
  return null;
}
