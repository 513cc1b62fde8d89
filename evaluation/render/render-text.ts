import type { EvaluationDocument } from "../../src/contract/evaluation.ts";
import { barTable, methodTable, textTable } from "./tables.ts";
import { withProduct } from "./with-product.ts";

/** For the terminal: bars, rivals and what was not scored. */
export function renderText(document: EvaluationDocument): string {
  const bars = barTable(document.measures);
  const compared = ["false-alarms", "recall-10", "recall-20"];
  return [
    ...(bars.length > 1 ? [textTable(bars), ""] : []),
    ...(document.rivals.length > 0 ? [textTable(methodTable(withProduct(document), compared)), ""] : []),
    ...document.notes.map((note) => `note     ${note}`),
    `${document.cases.length} cases`,
    "",
  ].join("\n");
}
