import type { ReviewDocument } from "../../../contract/review-documents.ts";
import type { PlanRequest } from "../../../services/load-plan.ts";
import { prepareRun } from "../../../services/prepare-run.ts";
import { reviewDocumentOf } from "../../../services/review-document.ts";
import { reviewPlan } from "../../../services/review-plan.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toPlanRequest } from "../plan-request.ts";
import { renderGuard, renderHeader } from "../terminal/render-header.ts";
import { renderPlanReview } from "../terminal/render-review.ts";

export async function review(
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
    const against = textOption(options, "against") ?? null;
    const reviewed = await reviewPlan(agent, prepared, request.planFile, against);
    const approveWith = approveCommand(request, reviewed.state.sha256);
    if (context.globals().json) {
      context.printJson({ ...reviewDocumentOf(reviewed), approveWith } satisfies ReviewDocument);
      return 0;
    }
    const engine = { name: "k6", version: found.version };
    const header = { plan: plan.name, environment: plan.target.environment, seed: plan.seed, engine, runId: null };
    context.tell(renderHeader(header, style));
    context.tell(renderGuard(decision, loaded.preview, style));
    context.print(renderPlanReview(reviewed, approveWith, style));
    return 0;
  } finally {
    await prepared.dispose();
  }
}

/** The command that approves exactly what was reviewed and nothing that came after, ready for a shell. */
export function approveCommand(request: PlanRequest, hash: string): string {
  const words = ["perf-agent", "approve", request.planFile];
  const add = (flag: string, value: string | null | undefined): void => {
    if (value !== null && value !== undefined) words.push(flag, value);
  };
  for (const file of request.sloFiles) add("--slo", file);
  add("--policy", request.policyFile);
  add("--env", request.environment);
  for (const override of request.overrides) add("--override", override);
  add("--base-url", request.baseUrl);
  add("--script", request.scriptDirectory);
  add("--hash", hash.slice(0, 16));
  return words.map(quoted).join(" ");
}

/** A word as a POSIX shell takes it for itself. */
function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
