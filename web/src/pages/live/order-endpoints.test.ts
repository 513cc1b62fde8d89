import { describe, expect, it } from "vitest";
import { EndpointRings } from "./endpoint-rings.ts";
import { figures } from "./live-events.fixture.ts";
import { orderEndpoints, type EndpointOrder } from "./order-endpoints.ts";

function rings(): EndpointRings {
  const all = new EndpointRings();
  ["pay", "cart", "silent", "browse"].forEach((endpoint, index) => all.name(index, { scenario: "buy", endpoint }));
  all.set(0, [
    [0, figures(5, 300)],
    [1, figures(9, 100)],
    [3, figures(5, 200)],
  ]);
  return all;
}

describe("the order of endpoints", () => {
  it.each<[string, EndpointOrder, number[]]>([
    ["slowest first", { key: "p95", descending: true }, [0, 3, 1, 2]],
    ["fastest first, silent ones last", { key: "p95", descending: false }, [1, 3, 0, 2]],
    ["most requests first, as named where equal", { key: "requests", descending: true }, [1, 0, 3, 2]],
    ["by name", { key: "name", descending: false }, [3, 1, 0, 2]],
  ])("%s", (_, order, expected) => {
    expect(orderEndpoints(rings(), "", order)).toEqual(expected);
  });

  it("keeps those whose name or scenario is asked for", () => {
    const order: EndpointOrder = { key: "name", descending: false };
    expect(orderEndpoints(rings(), " PA", order)).toEqual([0]);
    expect(orderEndpoints(rings(), "buy", order)).toHaveLength(4);
  });
});
