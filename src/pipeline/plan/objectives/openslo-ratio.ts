import type { DocumentNode } from "../document-reader.ts";
import type { Condition } from "./condition.ts";
import { fieldOf, numberOf, textOf, type Complaints } from "./node-fields.ts";
import { ratioPartOf, type RatioPart } from "./openslo-metric.ts";

/**
 * What a `ratioMetric` demands: `good` or `bad` over `total`, or `raw` with its `rawType`, held to the target, in every slice to
 * `timeSliceTarget`. null: refused, or left out with a warning.
 */
export function ratioCondition(
  item: DocumentNode,
  ratio: DocumentNode,
  window: Condition["window"],
  target: number | null,
  complaints: Complaints,
): Condition | null {
  const operator = fieldOf(item, "op");
  if (operator !== undefined)
    complaints.warn(operator.place, '"op" has no meaning for a ratioMetric; the target decides');
  const source = sourceOf(ratio, complaints);
  if (source === null) return null;
  const node = fieldOf(item, "timeSliceTarget");
  const sliceTarget = window === null ? undefined : numberOf(node);
  const wanted = sliceTarget ?? target;
  if (wanted === null || wanted > 1) {
    complaints.refuse(node?.place ?? item.place, "a ratioMetric needs a target, such as 0.99");
    return null;
  }
  const part = ratioPartOf(source.node);
  // "bad = above the limit" would need the complement; only failed requests count as bad.
  const understood = source.isGood
    ? part?.counts === "succeeded" || part?.counts === "below"
    : part?.counts === "failed";
  if (part === null || !understood) {
    complaints.warn(
      ratio.place,
      "this objective is left out: its metrics are none that a load test measures; see docs/formats/objectives.md",
    );
    return null;
  }
  return conditionOf(part, wanted, window);
}

interface RatioSource {
  readonly node: DocumentNode;
  /** It counts good requests, or bad ones. */
  readonly isGood: boolean;
}

/** The side of the ratio that tells good from bad. */
function sourceOf(ratio: DocumentNode, complaints: Complaints): RatioSource | null {
  const [good, bad, total, raw] = (["good", "bad", "total", "raw"] as const).map((key) => fieldOf(ratio, key));
  if (raw !== undefined) {
    const rawType = fieldOf(ratio, "rawType");
    const type = textOf(rawType);
    if (good !== undefined || bad !== undefined || total !== undefined)
      complaints.refuse(raw.place, "a ratioMetric has either raw or good, bad and total");
    else if (type !== "success" && type !== "failure")
      complaints.refuse(rawType?.place ?? ratio.place, "a raw ratioMetric needs a rawType: success or failure");
    else return { node: raw, isGood: type === "success" };
    return null;
  }
  const node = good ?? bad;
  if (node !== undefined && total !== undefined && (good === undefined || bad === undefined))
    return { node, isGood: good !== undefined };
  complaints.refuse(ratio.place, "a ratioMetric has a total and exactly one of good and bad");
  return null;
}

function conditionOf(
  { endpoint, scenario, belowMs }: RatioPart,
  wanted: number,
  window: Condition["window"],
): Condition {
  const common = { measure: "latency", endpoint, scenario, each: false, tag: null, unit: "fraction", window } as const;
  return belowMs === null
    ? { ...common, statistic: { kind: "error-rate" }, comparator: "<=", limit: exactShare(1 - wanted) }
    : { ...common, statistic: { kind: "share-below", belowMs }, comparator: ">=", limit: wanted };
}

/** 1 - 0.99 is 0.01: binary noise of one subtraction is no part of a limit. */
export function exactShare(fraction: number): number {
  return Number(fraction.toPrecision(12));
}
