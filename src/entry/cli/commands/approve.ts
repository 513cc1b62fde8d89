import type { ApproveDocument } from "../../../contract/review-documents.ts";
import { approvePlan } from "../../../services/approve-plan.ts";
import { prepareRun } from "../../../services/prepare-run.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toPlanRequest } from "../plan-request.ts";
import { renderApproved } from "../terminal/render-approval.ts";
import { renderGuard, renderHeader } from "../terminal/render-header.ts";

export async function approve(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  const request = toPlanRequest(positional, options);
  const prepared = await prepareRun(agent, request, (sentence) => context.tell(sentence));
  try {
    const { loaded, decision, found } = prepared;
    const { plan } = loaded;
    const { style } = context;
    const engine = { name: "k6", version: found.version };
    const header = { plan: plan.name, environment: plan.target.environment, seed: plan.seed, engine, runId: null };
    context.tell(renderHeader(header, style));
    context.tell(renderGuard(decision, loaded.preview, style));
    const approved = await approvePlan(agent, prepared, request.planFile, {
      comment: textOption(options, "comment") ?? null,
      reviewed: textOption(options, "hash") ?? null,
    });
    if (context.globals().json) {
      const { sha256, selfApproved, wanted, counting, refused, load, file } = approved;
      context.printJson({
        schemaVersion: 1,
        plan: plan.name,
        environment: plan.target.environment,
        sha256,
        selfApproved,
        wanted,
        approvals: counting.map(({ by, at, comment, key }) => ({ by, at, comment, key })),
        refused: refused.map(({ code, text }) => ({ code, text })),
        load,
        file,
      } satisfies ApproveDocument);
    } else context.print(renderApproved(approved, style));
    return 0;
  } finally {
    await prepared.dispose();
  }
}
