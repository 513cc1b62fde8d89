import { describe, expect, it } from "vitest";
import { EndpointRings } from "./endpoint-rings.ts";
import { EndpointRows, matchingRows } from "./endpoint-rows.ts";
import { figures } from "./live-events.fixture.ts";

function rings(): EndpointRings {
  const all = new EndpointRings();
  ["pay", "cart"].forEach((endpoint, index) => all.name(index, { scenario: "buy", endpoint }));
  all.set(0, [[0, figures(5, 300, 1)]]);
  return all;
}

describe("the rows of the table of endpoints", () => {
  it("say how each endpoint does, and that one is silent", () => {
    const [pay, cart] = new EndpointRows().rows(rings(), false);
    expect(pay?.texts).toEqual({
      perSecond: "5/s",
      errorShare: "20.00 %",
      p50: "150 ms",
      p95: "300 ms",
      p99: "600 ms",
      requests: "5",
      failed: "1",
    });
    expect(cart?.texts).toMatchObject({ perSecond: "–", errorShare: "–", p95: "–", requests: "0", failed: "none" });
  });

  it("are the same objects where nothing that is shown changed", () => {
    const [all, rows] = [rings(), new EndpointRows()];
    const before = rows.rows(all, false);
    all.set(1, [[0, figures(7, 200)]]);
    const after = rows.rows(all, false);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it("keep their places while they are held, though their texts go on", () => {
    const [all, rows] = [rings(), new EndpointRows()];
    const before = rows.rows(all, false);
    all.set(1, [[0, figures(7, 200)]]);
    const held = rows.rows(all, true);
    expect(held[0]?.order).toBe(before[0]?.order);
    expect(held[0]?.texts.p95).toBe("200 ms");
    all.set(2, [[0, figures(8, 250)]]);
    expect(rows.rows(all, false)[0]?.order.p95).toBe(250);
  });

  it("are found by name and by scenario", () => {
    const rows = new EndpointRows().rows(rings(), false);
    expect(matchingRows(rows, " CA").map(({ endpoint }) => endpoint)).toEqual(["cart"]);
    expect(matchingRows(rows, "buy")).toHaveLength(2);
    expect(matchingRows(rows, "")).toBe(rows);
  });
});
