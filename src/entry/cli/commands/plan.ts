import type { PreviewDocument } from "../../../contract/command-documents.ts";
import { admit, loadPlan } from "../../../services/load-plan.ts";
import type { CommandContext, OptionValues } from "../command-context.ts";
import { toPlanRequest } from "../plan-request.ts";
import { renderGuard, renderHeader } from "../terminal/render-header.ts";
import { renderObjectives } from "../terminal/render-objectives.ts";
import { renderWarnings } from "../terminal/render-mistakes.ts";
import { renderPreview } from "../terminal/render-preview.ts";

export async function plan(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  const loaded = await loadPlan(agent, toPlanRequest(positional, options));
  const decision = await admit(agent, loaded);
  const exitCode = decision.decision === "allow" ? 0 : 2;
  if (context.globals().json) {
    context.printJson({
      schemaVersion: 1,
      exitCode,
      plan: loaded.plan.name,
      environment: loaded.plan.target.environment,
      preview: loaded.preview,
      guard: decision,
      understood: [...loaded.objectives],
      warnings: [...loaded.warnings],
    } satisfies PreviewDocument);
    return exitCode;
  }
  const { style } = context;
  context.tell(
    renderHeader(
      {
        plan: loaded.plan.name,
        environment: loaded.plan.target.environment,
        seed: loaded.plan.seed,
        engine: null,
        runId: null,
      },
      style,
    ),
  );
  if (loaded.warnings.length > 0) context.tell(renderWarnings(loaded.warnings, style));
  context.print(renderPreview(loaded.preview, decision.cost, style));
  if (loaded.objectives.length > 0) context.print(renderObjectives(loaded.objectives, style));
  context.print(renderGuard(decision, loaded.preview, style));
  return exitCode;
}
