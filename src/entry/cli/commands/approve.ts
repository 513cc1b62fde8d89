import { approvePlan } from "../../../services/approve-plan.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toPlanRequest } from "../plan-request.ts";

export async function approve(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  const comment = textOption(options, "comment") ?? null;
  const { file, approval } = await approvePlan(agent, toPlanRequest(positional, options), comment);
  if (context.globals().json) context.printJson({ ...approval, file });
  else {
    context.print(`approved ${approval.plan} for ${approval.environment}, sha256 ${approval.sha256.slice(0, 8)}`);
    context.print(`wrote    ${file}`);
  }
  return 0;
}
