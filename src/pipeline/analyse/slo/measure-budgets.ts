import type { BudgetResult } from "../../../contract/error-budget.ts";
import type { ObjectiveResult } from "../../../contract/objective-result.ts";
import type { SloSet } from "../../../contract/slo-set.ts";
import { burnBudgets, type BudgetedObjective } from "./burn-budgets.ts";
import { selectionOf, type ObjectiveContext } from "./evaluate-objectives.ts";
import { figuresOf } from "./figures-of.ts";

/** What the judged part burns of each budget that an objective declares; of `each` the worst endpoint's. `results` in the order of the set. */
export function measureBudgets(
  { objectives }: SloSet,
  results: readonly ObjectiveResult[],
  context: ObjectiveContext,
): BudgetResult[] {
  const { run, judged } = context;
  if (judged === null) return [];
  const budgeted = objectives.flatMap((objective, i): BudgetedObjective[] => {
    const result = results[i];
    if (objective.budget === null || result === undefined) return [];
    const selection = { ...selectionOf(objective, context), endpoint: result.endpoint };
    return [{ objective, result, figures: figuresOf(run, objective, selection, judged, null) }];
  });
  return burnBudgets(budgeted);
}
