import type { DataSet, Scenario } from "../../contract/test-plan.ts";
import { countIterations } from "./count-iterations.ts";
import { executionRequirements } from "./execution-steps.ts";

/** A scenario with the data sets that it reads and the most rows that one iteration takes of each. */
export interface RowUse {
  readonly scenario: Pick<Scenario, "name" | "startAfterMs" | "load">;
  readonly draws: ReadonlyMap<string, number>;
}

export interface RowPlan {
  readonly assignments: ReadonlyMap<string, Scenario["rows"]>;
  /** Data sets that refuse to end, by what is wrong. */
  readonly refusals: readonly { readonly dataSet: string; readonly kind: "unknown" | "short"; readonly text: string }[];
}

/**
 * Shares each pool among its scenarios so that no row is taken twice before its end rule says so. With `per: vu` the users'
 * numbers are distinct already. A pool that must not end is cut into blocks, as its need is known; others are interleaved.
 */
export function assignRows(data: readonly DataSet[], uses: readonly RowUse[]): RowPlan {
  const assignments = new Map<string, Scenario["rows"]>(uses.map(({ scenario }) => [scenario.name, []]));
  const refusals: RowPlan["refusals"][number][] = [];
  for (const set of data) {
    const users = uses.flatMap(({ scenario, draws }) => {
      const count = draws.get(set.name);
      return count === undefined ? [] : [{ scenario, draws: count }];
    });
    const give = (scenario: string, offset: number, stride: number, draws: number): void => {
      assignments.get(scenario)?.push({ dataSet: set.name, offset, stride, drawsPerIteration: draws });
    };
    if (set.per === "vu") {
      const most = users.reduce((max, { draws }) => Math.max(max, draws), 1);
      for (const { scenario } of users) give(scenario.name, 0, 1, most);
    } else if (set.atEnd === "refuse") {
      let offset = 0;
      for (const { scenario, draws } of users) {
        give(scenario.name, offset, 1, draws);
        offset += (countIterations(scenario.load) ?? 0) * draws;
      }
    } else for (const [index, { scenario, draws }] of users.entries()) give(scenario.name, index, users.length, draws);
    if (set.atEnd !== "refuse" || users.length === 0) continue;
    const endless = users.find(({ scenario }) => scenario.load.model === "closed");
    if (set.per === "iteration" && endless !== undefined) {
      const text = `data set "${set.name}" refuses to end, but how many rows scenario "${endless.scenario.name}" takes cannot be computed, as its load is closed; say \`atEnd: recycle\` or \`atEnd: stop\`, or \`per: vu\``;
      refusals.push({ dataSet: set.name, kind: "unknown", text });
      continue;
    }
    const needed = rowsNeeded(set, users);
    if (needed > set.rows) {
      const parts = users.map(
        ({ scenario, draws }) => `${scenario.name} ${String(rowsNeeded(set, [{ scenario, draws }]))}`,
      );
      const text = `data set "${set.name}" has ${String(set.rows)} rows, but the load takes ${String(needed)} (${parts.join(", ")})`;
      refusals.push({ dataSet: set.name, kind: "short", text });
    }
  }
  return { assignments, refusals };
}

function rowsNeeded(set: DataSet, users: readonly { scenario: RowUse["scenario"]; draws: number }[]): number {
  if (set.per === "vu")
    return (
      executionRequirements(users.map(({ scenario }) => scenario)).peakVus *
      users.reduce((max, { draws }) => Math.max(max, draws), 1)
    );
  return users.reduce((sum, { scenario, draws }) => sum + (countIterations(scenario.load) ?? 0) * draws, 0);
}
