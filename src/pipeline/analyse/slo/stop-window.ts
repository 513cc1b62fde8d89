import type { Objective } from "../../../contract/slo-set.ts";

const defaultStopWindowMs = 30_000;

/** Length of the sliding window over which an objective ends a run: its own, else half a minute. */
export function stopWindowMs({ window }: Pick<Objective, "window">): number {
  return window?.everyMs ?? defaultStopWindowMs;
}
