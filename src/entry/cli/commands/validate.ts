import type { ValidateDocument } from "../../../contract/command-documents.ts";
import { formatCount } from "../../../contract/format-quantity.ts";
import { loadPlan } from "../../../services/load-plan.ts";
import type { CommandContext, OptionValues } from "../command-context.ts";
import { toPlanRequest } from "../plan-request.ts";
import { renderObjectives } from "../terminal/render-objectives.ts";
import { renderWarnings } from "../terminal/render-mistakes.ts";

export async function validate(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const loaded = await loadPlan(await context.agent(), toPlanRequest(positional, options));
  const { plan, slos, objectives, warnings } = loaded;
  if (context.globals().json) {
    context.printJson({
      schemaVersion: 1,
      valid: true,
      plan: plan.name,
      environment: plan.target.environment,
      scenarios: plan.scenarios.map(({ name }) => name),
      endpoints: plan.endpoints.map(({ name }) => name),
      objectives: slos.objectives.map(({ name }) => name),
      understood: [...objectives],
      warnings: [...warnings],
    } satisfies ValidateDocument);
    return 0;
  }
  if (warnings.length > 0) context.tell(renderWarnings(warnings, context.style));
  context.print(
    `${plan.name} is valid: ${formatCount(plan.scenarios.length, "scenario")}, ${formatCount(plan.endpoints.length, "endpoint")}, ${formatCount(slos.objectives.length, "objective")}${slos.defaults ? " (platform defaults)" : ""}`,
  );
  if (objectives.length > 0) context.print(renderObjectives(objectives, context.style));
  return 0;
}
