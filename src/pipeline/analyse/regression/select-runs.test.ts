import { expect, test } from "vitest";
import { basisOf, runAt } from "../../../../test/support/compared-runs.ts";
import { mostRuns } from "./settings.ts";
import { selectRuns } from "./select-runs.ts";

const current = runAt(99, 100, { scenarios: [{ name: "browse", ratePerSecond: 100 }] });

test.each([
  [95, true],
  [105, true],
  [94.9, false],
  [105.1, false],
])("a run at %d iterations a second against 100 counts: %s", (ratePerSecond, counts) => {
  const run = runAt(1, 100, { scenarios: [{ name: "browse", ratePerSecond }] });
  const { runs, excluded } = selectRuns(current, basisOf([run]));
  expect(runs).toHaveLength(counts ? 1 : 0);
  expect(excluded).toHaveLength(counts ? 0 : 1);
});

test("says which scenario ran at another rate, before what the basis leaves out", () => {
  const run = runAt(1, 100, { scenarios: [{ name: "browse", ratePerSecond: 80 }] });
  const older = { runId: "run-0", startedAt: 0, why: ["data: users.csv was changed"] };
  expect(selectRuns(current, basisOf([run], { excluded: [older] })).excluded).toEqual([
    { runId: "run-1", why: ["scenario browse: 80/s there, 100/s here, more than 5 % apart"] },
    { runId: "run-0", why: ["data: users.csv was changed"] },
  ]);
});

test("a run that does not know its rates counts; the newest thirty do; a run is not its own baseline", () => {
  const many = Array.from({ length: 40 }, (_, i) => runAt(i + 1, 100));
  const { runs, excluded } = selectRuns(current, basisOf([...many, current]));
  expect(runs.map(({ startedAt }) => startedAt / 1000)).toEqual(Array.from({ length: mostRuns }, (_, i) => 40 - i));
  expect(excluded).toEqual([]);
});
