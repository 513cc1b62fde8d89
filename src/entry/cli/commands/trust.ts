import { trustPolicy } from "../../../services/trust-policy.ts";
import type { CommandContext } from "../command-context.ts";

export async function trust(context: CommandContext, positional: readonly string[]): Promise<number> {
  const file = positional[0] ?? "perf-agent.yaml";
  const { sha256, environments } = await trustPolicy(await context.agent(), file);
  if (context.globals().json) context.printJson({ schemaVersion: 1, file, sha256, environments });
  else context.print(`trusted  ${file} as it is now (sha256 ${sha256.slice(0, 8)}): ${environments.join(", ")}`);
  return 0;
}
