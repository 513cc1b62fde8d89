import { calibratePlan } from "../../../services/calibrate-plan.ts";
import type { CommandContext, OptionValues } from "../command-context.ts";
import { toCount, toRunRequest } from "../plan-request.ts";
import { createSeriesListener } from "../run-listener.ts";
import { renderCalibration } from "../terminal/render-reruns.ts";

export async function calibrate(
  context: CommandContext,
  positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const runs = toCount(options, "times", 5, 30);
  const request = toRunRequest(positional, options, "calibration");
  const { listener, clear } = createSeriesListener(context);
  const document = await calibratePlan(await context.agent(), request, runs, listener).finally(clear);
  if (context.globals().json) context.printJson(document);
  else context.print(renderCalibration(document, context.style));
  return document.exitCode;
}
