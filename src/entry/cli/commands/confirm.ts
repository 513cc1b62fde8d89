import { confirmRun } from "../../../services/confirm-run.ts";
import { placed } from "../../../services/run-bundle.ts";
import { writeJunit } from "../../../services/write-junit.ts";
import type { ConfirmDocument } from "../../../contract/rerun-documents.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";
import { toCount, toInconclusiveAs } from "../plan-request.ts";
import { presentVerdict } from "../present-verdict.ts";
import { createSeriesListener } from "../run-listener.ts";
import { renderConfirmation } from "../terminal/render-reruns.ts";

export async function confirm(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const agent = await context.agent();
  const request = {
    run: positional[0] ?? "latest",
    planFile: textOption(options, "plan") ?? null,
    times: toCount(options, "times", 2, 3),
    inconclusiveAs: toInconclusiveAs(options),
  };
  const { listener, clear } = createSeriesListener(context);
  const confirmation = await confirmRun(agent, request, listener).finally(clear);
  const { exitCode, reruns } = confirmation;
  const last = reruns.at(-1);
  const junitFile = textOption(options, "junit") ?? null;
  if (junitFile !== null && last !== undefined) await writeJunit(agent, last.analysis, junitFile);
  if (context.globals().json) {
    const run = last === undefined ? null : { ...placed(last.analysis.document, last.directory), exitCode };
    const runIds = reruns.map(({ analysis }) => analysis.document.runId);
    context.printJson({ schemaVersion: 1, ...confirmation, reruns: runIds, run } satisfies ConfirmDocument);
  } else {
    if (last !== undefined) presentVerdict(context, { ...last, exitCode, junitFile });
    context.print(renderConfirmation(confirmation, context.style));
  }
  return exitCode;
}
