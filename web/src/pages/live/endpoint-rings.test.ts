import { describe, expect, it } from "vitest";
import { EndpointRings, recentSeconds, ringSeconds } from "./endpoint-rings.ts";
import { figures } from "./live-events.fixture.ts";

describe("the last minutes of every endpoint", () => {
  it("holds the newest ten minutes and counts all of the run", () => {
    const rings = new EndpointRings();
    for (let second = 0; second < ringSeconds + 5; second++) rings.set(second, [[0, figures(2, second + 1)]]);
    expect(rings.at("p95", 0, 4)).toBeNaN();
    expect(rings.at("p95", 0, 5)).toBe(6);
    expect(rings.now(0).requests).toBe(2 * (ringSeconds + 5));
    expect(rings.columns(0, ["p95"]).x).toHaveLength(ringSeconds);
  });

  it("tells the newest percentiles there are, and none after ten seconds of silence", () => {
    const rings = new EndpointRings();
    rings.set(0, [[0, figures(10, 300)]]);
    rings.set(1, [[1, figures(10, 100)]]);
    expect(rings.now(0)).toMatchObject({ perSecond: 5, p95: 300, errorShare: 0 });
    rings.set(recentSeconds, [[1, figures(10, 100)]]);
    expect(rings.now(0)).toMatchObject({ perSecond: 0, p95: NaN, errorShare: NaN, requests: 10 });
  });

  it("keeps what it has when more endpoints come than there was room for", () => {
    const rings = new EndpointRings();
    rings.set(0, [[3, figures(5, 50)]]);
    rings.name(500, { scenario: "buy", endpoint: "late" });
    rings.set(1, [[500, figures(7, 70)]]);
    expect(rings.now(3)).toMatchObject({ requests: 5, p95: 50 });
    expect(rings.now(500)).toMatchObject({ requests: 7, p95: 70 });
  });

  it("gives gaps to charts where there were no requests", () => {
    const rings = new EndpointRings();
    rings.set(0, [[0, figures(5, 50)]]);
    rings.set(1, []);
    rings.set(2, [[0, figures(5, 80)]]);
    expect(rings.columns(0, ["p95"])).toEqual({ x: [0, 1, 2], values: [[50, null, 80]] });
  });

  it.each([-1, 1.5, 1e7])("takes no row of endpoint %d", (index) => {
    const rings = new EndpointRings();
    rings.set(0, [[index, figures(5)]]);
    rings.name(index, { scenario: "", endpoint: "x" });
    expect(rings.names).toEqual([]);
  });
});
