import type { KeysDocument } from "../../../contract/review-documents.ts";
import { userName } from "../../../services/user-name.ts";
import type { CommandContext } from "../command-context.ts";
import { renderKey } from "../terminal/render-approval.ts";

export async function keys(context: CommandContext): Promise<number> {
  const agent = await context.agent();
  const [name, key] = [userName(agent), await agent.signer.publicKey()];
  if (context.globals().json) context.printJson({ schemaVersion: 1, name, key } satisfies KeysDocument);
  else {
    context.print(renderKey(name, key));
    context.tell("\nA line for review.keys of the machine's policy, where somebody else's consent is wanted.");
  }
  return 0;
}
