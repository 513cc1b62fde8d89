import { evaluate } from "../../../../evaluation/evaluate.ts";
import { renderText } from "../../../../evaluation/render/render-text.ts";
import { writePage } from "../../../../evaluation/write-page.ts";
import { textOption, type CommandContext, type OptionValues } from "../command-context.ts";

/** Needs no agent, no store and no policy: it reads measured data and scores the product on it. */
export async function evalCommand(
  context: CommandContext,
  _positional: readonly string[],
  options: OptionValues,
): Promise<number> {
  const document = await evaluate(textOption(options, "data") ?? null, undefined, options["heldOut"] === true);
  const page = textOption(options, "write");
  if (page !== undefined) await writePage(page, document);
  if (context.globals().json) context.printJson(document);
  else context.print(renderText(document));
  if (page !== undefined) context.tell(`written  ${page}`);
  return 0;
}
