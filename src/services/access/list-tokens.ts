import type { TokenResource } from "../../contract/api/access.ts";
import type { Service } from "../service.ts";
import { tokenResource } from "./token-resource.ts";

/** Every token that was given out, newest first, those that no longer hold among them. */
export async function listTokens({ store }: Pick<Service, "store">): Promise<{ items: TokenResource[] }> {
  const { tokens } = await store();
  return { items: (await tokens.list()).map(tokenResource) };
}
