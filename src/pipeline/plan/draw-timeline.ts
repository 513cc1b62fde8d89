import type { LoadPreview } from "../../contract/load-preview.ts";
import type { Load, Scenario } from "../../contract/test-plan.ts";
import { durationOf, type Stage } from "./load-shape.ts";

type Timed = Pick<Scenario, "startAfterMs" | "load">;
type Side = "before" | "after";

/** Corner points of users and rate over all scenarios, drains left out; a jump is two points of the same time. */
export function drawTimeline(scenarios: readonly Timed[]): LoadPreview["timeline"] {
  const corners = new Set<number>([0]);
  for (const { startAfterMs, load } of scenarios) {
    let at = startAfterMs;
    corners.add(at);
    for (const { durationMs } of usersOf(load)) corners.add((at += durationMs));
  }
  const points: LoadPreview["timeline"] = [];
  for (const atMs of [...corners].toSorted((a, b) => a - b)) {
    for (const side of ["before", "after"] as const) {
      const total = (stages: (load: Load) => readonly Stage[]): number =>
        scenarios.reduce((all, { startAfterMs, load }) => all + levelAt(stages(load), atMs - startAfterMs, side), 0);
      const point = { atMs, vus: total(usersOf), ratePerSecond: total(rateOf) };
      const last = points.at(-1);
      const same = last?.atMs === atMs && last.vus === point.vus && last.ratePerSecond === point.ratePerSecond;
      if (!same && !(atMs === 0 && side === "before")) points.push(point);
    }
  }
  return points;
}

function usersOf(load: Load): Stage[] {
  if (load.model === "iterations") return flat(load.vus, [{ durationMs: load.maxDurationMs }]);
  if (load.model === "open") return flat(load.maxVus, load.stages);
  return load.stages.map(({ toVus, durationMs }) => ({ to: toVus, durationMs }));
}

function flat(to: number, stages: readonly { readonly durationMs: number }[]): Stage[] {
  return [{ to, durationMs: 0 }, ...stages.map(({ durationMs }) => ({ to, durationMs }))];
}

function rateOf(load: Load): Stage[] {
  return load.model === "open"
    ? load.stages.map(({ toPerSecond, durationMs }) => ({ to: toPerSecond, durationMs }))
    : [];
}

/** The level just before or just after a moment; 0 outside of the stages. */
function levelAt(stages: readonly Stage[], ms: number, side: Side): number {
  if (ms < 0 || ms > durationOf(stages)) return 0;
  let from = 0;
  let at = 0;
  for (const { to, durationMs } of stages) {
    const inside = side === "before" ? at < ms && ms <= at + durationMs : at <= ms && ms < at + durationMs;
    if (inside) return from + ((to - from) * (ms - at)) / durationMs;
    from = to;
    at += durationMs;
  }
  return 0;
}
