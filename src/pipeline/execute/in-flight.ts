/** Iterations of one scenario by the gate's count: all that began, and those that wait at the gate without having sent anything. */
export interface GateCount {
  readonly begun: number;
  readonly held: number;
}

/**
 * Iterations under way: begun, not waiting at the gate, not complete. null when a scenario of `scenarios` has no count yet, as none of its
 * iterations came to the gate since it closes. `completed` holds iterations that ended, by scenario.
 */
export function iterationsInFlight(
  scenarios: readonly string[],
  gate: ReadonlyMap<string, GateCount>,
  completed: ReadonlyMap<string, number>,
): number | null {
  let sum = 0;
  for (const scenario of scenarios) {
    const count = gate.get(scenario);
    if (count === undefined) return null;
    sum += Math.max(0, count.begun - count.held - (completed.get(scenario) ?? 0));
  }
  return sum;
}
