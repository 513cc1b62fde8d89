import { tryPlan } from "../../../services/try-plan.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toPlanRequest } from "../plan-request.ts";
import { renderTry } from "../terminal/render-try.ts";

export async function tryOut(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const request = { ...toPlanRequest(positional, options), scenario: textOption(options, "scenario") ?? null };
  const { events, failed } = await tryPlan(await context.agent(), request, context.tell);
  const exitCode = failed ? 1 : 0;
  if (context.globals().json) context.printJson({ schemaVersion: 1, exitCode, events });
  else context.print(renderTry(events, context.style));
  return exitCode;
}
