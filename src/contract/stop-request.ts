/** Somebody's wish that a run ends: the guard, an objective with `stop: true`, a budget or a person. */
export interface StopRequest {
  /** `stoppedBy` of the run: interrupt | request | objective:NAME | guard | budget | timeout. */
  readonly reason: string;
  readonly mode: "graceful" | "now";
  /** One sentence for people. */
  readonly text: string;
}
