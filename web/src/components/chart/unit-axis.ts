import { formatQuantity, type QuantityUnit } from "../../../../src/contract/format-quantity.ts";
import type { ChartY } from "./chart-series.ts";

const wholeUnits: ReadonlySet<QuantityUnit> = new Set(["vus", "count"]);

/** The axis of values of a unit: whole ones get whole steps, and shares that are all 0 are not drawn against 100 %. */
export function unitAxis(unit: QuantityUnit): ChartY {
  return {
    format: (value) => formatQuantity(value, unit),
    ...(wholeUnits.has(unit) ? { isWhole: true } : {}),
    ...(unit === "fraction" ? { emptyTop: 0.01 } : {}),
  };
}
