import type { PublishedEvaluation } from "../../contract/api/evaluation.ts";
import { readText } from "../load-plan.ts";
import type { Service } from "../service.ts";
import { readEvaluationPage } from "./read-evaluation-page.ts";

/** How often this version is right and wrong, as it was published with. Throws PA_FILE_UNREADABLE where the page was taken away. */
export async function showEvaluation(
  service: Pick<Service, "documents" | "evaluationFile">,
): Promise<PublishedEvaluation> {
  return readEvaluationPage(await readText(service, service.evaluationFile));
}
