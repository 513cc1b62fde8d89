import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counterNames, measures, type LimitRule } from "../../contract/window.ts";
import { mergeWindows } from "./merge-windows.ts";
import { WindowStore } from "./window-store.ts";

const latency = measures.indexOf("latency");
const start = 1_795_000_000_000;

function add(store: WindowStore, at: number, endpoint: string, ms: number): void {
  store.select(start + at);
  store.add(store.series("s", endpoint), latency, ms * 1e6);
}

describe("WindowStore", () => {
  it("does not depend on the order of samples, late ones come as further pieces", () => {
    const samples = fc.array(
      fc.record({ at: fc.nat(40_000), endpoint: fc.constantFrom("a", "b", "c"), ms: fc.nat(5000) }),
      { minLength: 1, maxLength: 60 },
    );
    const limits: LimitRule[] = [{ measure: "latency", endpoint: null, scenario: null, limitMs: 250 }];
    fc.assert(
      fc.property(samples, fc.nat(59), (list, cut) => {
        const [sorted, any] = [new WindowStore(limits), new WindowStore(limits)];
        for (const { at, endpoint, ms } of [...list].toSorted((left, right) => left.at - right.at))
          add(sorted, at, endpoint, ms);
        const pieces = list.flatMap(({ at, endpoint, ms }, index) => {
          add(any, at, endpoint, ms);
          return index === cut ? any.take("all") : any.take("evicted");
        });
        expect(mergeWindows([...pieces, ...any.take("all")])).toEqual(mergeWindows(sorted.take("all")));
      }),
    );
  });

  it("hands out what the stream has passed, and keeps the rest", () => {
    const store = new WindowStore([]);
    add(store, 100, "a", 1);
    add(store, 1200, "a", 1);
    expect(store.take("settled")).toEqual([]);
    add(store, 1260, "a", 1);
    expect(store.take("settled").map(({ at }) => at - start)).toEqual([0]);
    add(store, 500, "a", 1);
    expect(store.take("settled").map(({ at }) => at - start)).toEqual([0]);
    expect(store.take("all").map(({ at }) => at - start)).toEqual([1000]);
  });

  it("keeps few seconds open, more when a file turns out to be unordered", () => {
    const store = new WindowStore([]);
    for (let second = 0; second < 20; second++) add(store, second * 1000, "a", 1);
    expect(store.take("evicted").length).toBe(12);
    const unordered = new WindowStore([]);
    let pieces = 0;
    for (let round = 0; round < 50; round++) {
      for (let second = 0; second < 60; second++) add(unordered, second * 1000, "a", 1);
      pieces += unordered.take("evicted").length;
    }
    expect(pieces).toBeLessThan(400);
  });

  it("folds label sets beyond the cap, and cuts long names", () => {
    const store = new WindowStore([]);
    for (let label = 0; label < 2500; label++) add(store, 0, `GET /${label}`, 1);
    add(store, 0, "x".repeat(500), 1);
    const [window] = store.take("all");
    const other = window?.series.find(({ key }) => key.endpoint === "(other)");
    expect(window?.series).toHaveLength(2001);
    expect(other?.count).toBe(501);
    expect(store.foldedSeries).toBe(501);
    const short = new WindowStore([]);
    add(short, 0, `${"x".repeat(198)}😀y`, 1);
    expect(short.take("all")[0]?.series[0]?.key.endpoint).toBe(`${"x".repeat(198)}…`);
  });

  it("bounds the number and the length of error values", () => {
    const store = new WindowStore([]);
    store.select(start);
    const series = store.series("s", "a");
    for (let value = 0; value < 700; value++)
      store.error(series, "expectation", `${value} ${"y".repeat(900)}`, start + 5);
    store.error(series, "expectation", "another", start + 2);
    const errors = store.take("all")[0]?.errors ?? [];
    expect(errors).toHaveLength(501);
    expect(errors.find(({ value }) => value === "(other)")).toMatchObject({ count: 201, firstAt: start + 2 });
    expect(Math.max(...errors.map(({ value }) => value.length))).toBe(200);
  });

  it("orders series and counters by name", () => {
    const store = new WindowStore([]);
    store.select(start);
    for (const [scenario, endpoint] of [
      ["b", "x"],
      ["a", "z"],
      ["a", "é"],
      ["a", "Z"],
    ] as const) {
      store.add(store.series(scenario, endpoint), latency, 1);
      store.count(store.series(scenario, endpoint), counterNames.indexOf("bytesSent"), 2);
    }
    const [window] = store.take("all");
    expect(window?.series.map(({ key }) => `${key.scenario}/${key.endpoint}`)).toEqual(["a/Z", "a/z", "a/é", "b/x"]);
    expect(window?.counters.map(({ scenario, endpoint }) => `${scenario}/${endpoint}`)).toEqual([
      "a/Z",
      "a/z",
      "a/é",
      "b/x",
    ]);
  });
});
