import { describe, expect, it } from "vitest";
import { byAttention, objectiveStanding, type LiveObjective } from "./objective-standing.ts";

const p95: LiveObjective = { name: "p95 of checkout", limit: 400, unit: "ms", severity: "fail" };
const told = (observed: number | null, slack: number | null, breachInS: number | null) =>
  ({ event: "objective", name: p95.name, observed, slack, breachInS }) as const;

describe("where an objective stands", () => {
  it.each([
    ["nothing was told", undefined, "unknown", "nothing to judge yet"],
    ["nothing was observed", told(null, null, null), "unknown", "nothing to judge yet"],
    ["far below", told(200, 0.5, null), "held", "50 % below the limit"],
    ["far above, where that is good", told(800, 1, null), "held", "100 % above the limit"],
    ["at nothing", told(0, 1, null), "held", "nothing of it used"],
    ["close by", told(380, 0.05, null), "nearing", "5.0 % from the limit, and not moving towards it"],
    ["moving towards it", told(300, 0.25, 45), "nearing", "crosses the limit in about 45s"],
    ["minutes away", told(300, 0.25, 150), "nearing", "crosses the limit in about 2m30s"],
    ["beyond it", told(500, -0.25, 0), "beyond", "25.0 % beyond the limit"],
    ["at a limit that may not be reached", told(400, 0, 0), "beyond", "at the limit"],
    ["beyond a limit of 0", told(3, null, 0), "beyond", "beyond the limit"],
    ["within a limit of 0", told(0, null, null), "held", "within the limit"],
  ])("%s", (_, event, standing, text) => {
    expect(objectiveStanding(p95, event)).toMatchObject({ standing, text });
  });

  it("shows as many digits as it takes to tell value and limit apart", () => {
    expect(objectiveStanding(p95, told(400.2, -0.001, 0))).toMatchObject({ observed: "400.2 ms", limit: "400 ms" });
  });

  it("puts first what asks for attention", () => {
    const standings = (["held", "unknown", "beyond", "nearing", "held"] as const).map((standing, place) => ({
      standing,
      place,
    }));
    expect(byAttention(standings).map(({ place }) => place)).toEqual([2, 3, 1, 0, 4]);
  });
});
