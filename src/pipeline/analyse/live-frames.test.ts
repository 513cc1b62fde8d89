import { describe, expect, test } from "vitest";
import { startOfRun, steady, windowsOf, type Sample } from "../../../test/support/fabricated-run.ts";
import type { Window } from "../../contract/window.ts";
import { createLiveFrames, heldSeconds, type LiveFrames, type ToldSecond } from "./live-frames.ts";

const endpoints = [
  { scenario: "buy", endpoint: "checkout" },
  { scenario: "buy", endpoint: "search" },
];

function framesOf(withoutSetup = true): LiveFrames {
  return createLiveFrames({ endpoints, withoutSetup, spentAt: (ms) => ms / 1_000_000 });
}

/** Windows one after another, each frame a hundred bytes long. */
function push(frames: LiveFrames, windows: readonly Window[], from = 0): void {
  windows.forEach((window, i) => frames.push(window, from + (i + 1) * 100));
}

/** Within what a histogram promises. */
const near = (value: number): unknown => expect.closeTo(value, 0);

/** What is told, requests in place of all figures. */
const briefly = (told: readonly ToldSecond[]): unknown =>
  told.map(({ event }) => ({
    second: event.second,
    requests: event.all[0],
    rows: event.rows.map(([index, figures]) => [index, figures[0]]),
    added: event.added,
  }));

const secondOf = (told: readonly ToldSecond[], second: number): ToldSecond | undefined =>
  told.find(({ event }) => event.second === second);

const lastOf = (told: readonly ToldSecond[]): unknown => new Map(told.map((each) => [each.event.second, each]));

const at = (atMs: number, value: number, more: Partial<Sample> = {}): Sample => ({ atMs, value, ...more });

describe("live frames", () => {
  test("tell a second with its figures by endpoint", () => {
    const frames = framesOf();
    const samples = [
      at(100, 10),
      at(200, 30),
      at(300, 30, { measure: "failed-latency" }),
      at(400, 50, { endpoint: "search" }),
      at(500, 3, { measure: "waiting" }),
      at(500, 6, { measure: "waiting", endpoint: "search" }),
      at(500, 1.5, { measure: "tls" }),
    ];
    const counters = [
      { atMs: 0, scenario: "buy", endpoint: "", name: "iterations" as const, value: 4 },
      { atMs: 0, scenario: "buy", endpoint: "", name: "dropped" as const, value: 2 },
      { atMs: 0, scenario: "", endpoint: "", name: "iterations" as const, value: 9 },
    ];
    push(frames, windowsOf(samples, [], { counters, vus: () => 7 }));
    expect(frames.originAt).toBe(startOfRun);
    const [told] = frames.take();
    expect(told).toEqual({
      position: 100,
      event: {
        event: "window",
        second: 0,
        vus: 7,
        all: [3, 1, near(30), near(46), near(48), near(49.6), 30],
        phases: [0, 0, 0.5, 0, 3, 0],
        dropped: 2,
        iterations: 4,
        rows: [
          [0, [2, 1, 20, 28, 29, 29.8, 20]],
          [1, [1, 0, 50, 50, 50, 50, 50]],
        ],
        added: [],
        spent: 0.001,
      },
    });
  });

  test("tell a second again, whole, when more of it comes", () => {
    const frames = framesOf();
    push(frames, windowsOf([at(100, 10), at(1100, 10), at(2100, 10)]));
    expect(frames.take().map(({ event, position }) => [event.second, position])).toEqual([
      [0, 100],
      [1, 200],
      [2, 300],
    ]);
    push(frames, windowsOf([at(1200, 90)]), 300);
    const again = frames.take();
    expect(again.map(({ event, position }) => [event.second, position])).toEqual([[1, 400]]);
    expect(again[0]?.event.all[0]).toBe(2);
    expect(frames.take()).toEqual([]);
  });

  test("tell a second by where its last frame ends, whatever came between", () => {
    const frames = framesOf();
    push(frames, [...windowsOf([at(100, 10), at(1100, 10)]), ...windowsOf([at(150, 20)])]);
    expect(frames.take().map(({ event, position }) => [event.second, position])).toEqual([
      [1, 200],
      [0, 300],
    ]);
  });

  test("begin with the first second of load and leave set-up out", () => {
    const frames = framesOf();
    const setup = at(100, 900, { scenario: "", endpoint: "login" });
    expect(windowsOf([setup]).map((window) => frames.push(window, 1))).toEqual([null]);
    expect(frames.originAt).toBeNull();
    push(frames, windowsOf([{ ...setup, atMs: 3100 }, at(3200, 10)]));
    expect(frames.originAt).toBe(startOfRun + 3000);
    expect(briefly(frames.take())).toEqual([{ second: 0, requests: 1, rows: [[0, 1]], added: [] }]);
  });

  test("know no set-up in results from elsewhere", () => {
    const frames = framesOf(false);
    push(frames, windowsOf([at(100, 10, { scenario: "", endpoint: "home" })]));
    expect(briefly(frames.take())).toEqual([
      { second: 0, requests: 1, rows: [[2, 1]], added: [{ index: 2, scenario: "", endpoint: "home" }] },
    ]);
  });

  test("name an endpoint that the plan does not have in the second in which it appears, each time that is told", () => {
    const frames = framesOf();
    push(
      frames,
      windowsOf([at(100, 10), at(1100, 10, { endpoint: "(other)" }), at(2100, 10, { endpoint: "(other)" })]),
    );
    const added = [{ index: 2, scenario: "buy", endpoint: "(other)" }];
    const first = frames.take();
    expect(secondOf(first, 0)?.event.added).toEqual([]);
    expect(secondOf(first, 1)?.event.added).toEqual(added);
    expect(secondOf(first, 2)?.event.added).toEqual([]);
    push(frames, windowsOf([at(1200, 10)]), 300);
    expect(secondOf(frames.take(), 1)?.event.added).toEqual(added);
  });

  test("leave pieces that come too late to the report", () => {
    const frames = framesOf();
    const windows = windowsOf(steady({ toMs: (heldSeconds + 2) * 1000, perSecond: 1, value: () => 10 }));
    push(frames, windows);
    expect(frames.take()).toHaveLength(heldSeconds + 2);
    const late = windowsOf([at(1100, 10), at(2100, 10)]);
    expect(late.map((window) => frames.push(window, 1_000_000))).toEqual([null, 2]);
    expect(secondOf(frames.take(), 2)?.event.all[0]).toBe(2);
  });

  test("the same windows give the same seconds, however they are read", () => {
    const samples = steady({ toMs: 8000, perSecond: 5, value: (i) => 10 + i }).map((sample, i) => ({
      ...sample,
      endpoint: `endpoint-${i % 7}`,
    }));
    const windows = [...windowsOf(samples), ...windowsOf([at(3100, 500, { endpoint: "late" })])];
    const [whole, pieces] = [framesOf(), framesOf()];
    push(whole, windows);
    const single = windows.flatMap((window, i) => {
      pieces.push(window, (i + 1) * 100);
      return pieces.take();
    });
    expect(lastOf(whole.take())).toEqual(lastOf(single));
  });
});
