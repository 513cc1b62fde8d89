import type { EvaluationDocument, EvaluationMeasure } from "../../src/contract/evaluation.ts";

export const productName = "perf-agent";

/** Measures of the product and of its rivals, by set and group, the product first. */
export function withProduct({
  measures,
  rivals,
}: Pick<EvaluationDocument, "measures" | "rivals">): (EvaluationMeasure & { readonly method: string })[] {
  const places = [...new Set(rivals.map(({ set, group }) => JSON.stringify([set, group])))];
  return places.flatMap((place) => {
    const isHere = ({ set, group }: EvaluationMeasure): boolean => JSON.stringify([set, group]) === place;
    return [
      ...measures.filter(isHere).map((measure) => ({ method: productName, ...measure })),
      ...rivals.filter(isHere),
    ];
  });
}
