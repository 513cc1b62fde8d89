import type { EvaluationMeasure } from "../../src/contract/evaluation.ts";
import type { Bar } from "./bars.ts";

const isTime = ({ name }: Pick<EvaluationMeasure, "name">): boolean => name === "milliseconds";

export function formatShare(share: number | null): string {
  return share === null ? "–" : `${(share * 100).toFixed(1)} %`;
}

function formatValue(measure: EvaluationMeasure, value: number | null): string {
  if (!isTime(measure)) return formatShare(value);
  return value === null ? "–" : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

/** The cells of a measure: value, interval, hits of cases. */
export function cellsOf(measure: EvaluationMeasure): readonly [value: string, interval: string, cases: string] {
  const { hits, of, value, low, high } = measure;
  return [
    formatValue(measure, value),
    `${formatValue(measure, low)} to ${formatValue(measure, high)}`,
    isTime(measure) ? String(of) : `${hits} of ${of}`,
  ];
}

export function formatBar({ name, limit, direction }: Bar): string {
  return isTime({ name }) ? `${direction} ${limit / 1000} s` : `${direction} ${Number((limit * 100).toFixed(2))} %`;
}
