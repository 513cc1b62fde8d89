import { describe, expect, test } from "vitest";
import { eventReader, type HeardEvent } from "../../../test/support/event-reader.ts";
import {
  objectiveOf,
  planOf,
  previewOf,
  slosOf,
  startOfRun,
  windowsOf,
  type Sample,
} from "../../../test/support/fabricated-run.ts";
import { virtualClock } from "../../../test/support/virtual-clock.ts";
import { parseCursor } from "../../contract/api/live-event.ts";
import { encodeWindows } from "../../contract/encode-windows.ts";
import { createLiveFrames } from "../../pipeline/analyse/live-frames.ts";
import { createLiveObjectives } from "../../pipeline/analyse/live-objectives.ts";
import type { RunFolder } from "../../ports/run-folders.ts";
import type { LiveInputs } from "./live-inputs.ts";
import type { LiveState } from "./live-state.ts";
import { RunTail } from "./run-tail.ts";
import { piecesOf } from "./stream-run.ts";
import { Wake } from "./wake.ts";

const running: LiveState = {
  runId: "a",
  state: "running",
  text: "it is running",
  at: 0,
  ahead: null,
  verdict: null,
  plan: "checkout-peak",
  service: "shop",
  environment: "perf",
};
const finished: LiveState = { ...running, state: "finished", text: "pass", verdict: "pass" };

/** A run folder in memory, and those who listen to it. */
function stage() {
  const clock = virtualClock();
  const files = new Map<string, Uint8Array>();
  const folder = {
    readFrom: (name: string, from: number, most: number) =>
      Promise.resolve((files.get(name) ?? new Uint8Array(0)).slice(from, from + most)),
    has: (name: string) => Promise.resolve(files.has(name)),
  } as unknown as RunFolder;
  const slos = slosOf(objectiveOf());
  const inputs: LiveInputs = {
    folder,
    preview: previewOf(),
    slos,
    endpoints: [{ scenario: "buy", endpoint: "checkout" }],
    costLimit: null,
    currency: "EUR",
    follow: () => ({
      frames: createLiveFrames({
        endpoints: [{ scenario: "buy", endpoint: "checkout" }],
        withoutSetup: true,
        spentAt: () => 0,
      }),
      objectives: createLiveObjectives({ plan: planOf(), preview: previewOf(), slos, withoutSetup: true }),
    }),
  };
  const closing = new AbortController();
  const now: { state: LiveState; inputs: LiveInputs | null; error: Error | null } = {
    state: running,
    inputs,
    error: null,
  };
  const newTail = (): RunTail =>
    new RunTail({
      clock,
      written: new Wake(),
      onTold: () => undefined,
      closing: closing.signal,
      state: () => (now.error === null ? Promise.resolve(now.state) : Promise.reject(now.error)),
      open: () => Promise.resolve(now.inputs),
    });
  const append = (name: string, bytes: Uint8Array): void => {
    files.set(name, Uint8Array.from([...(files.get(name) ?? []), ...bytes]));
  };
  const listeners: AbortController[] = [];
  return {
    clock,
    files,
    now,
    newTail,
    addSeconds: (...samples: Sample[]) => append("windows.bin", encodeWindows(windowsOf(samples))),
    addLine: (name: string, line: string) => append(name, new TextEncoder().encode(`${line}\n`)),
    addEvent: (number: number, kind: string, text: string) => {
      const event = { schemaVersion: 1, number, at: startOfRun, runId: "a", kind, level: "info", text };
      append("events.jsonl", new TextEncoder().encode(`${JSON.stringify(event)}\n`));
    },
    /** Somebody who listens from now on; `lastId` as they would send it. */
    listen: (tail: RunTail, lastId?: string) => {
      const leaving = new AbortController();
      listeners.push(leaving);
      const { heard, take } = eventReader();
      tail.join();
      const listening = (async () => {
        for await (const piece of piecesOf(tail, parseCursor(lastId), clock, leaving.signal)) take(piece);
        tail.leave();
      })();
      return { heard, listening, leave: () => leaving.abort() };
    },
    end: async () => {
      for (const leaving of listeners) leaving.abort();
      closing.abort();
      await clock.advance(1_000);
    },
  };
}

/** The next piece; "": there is none. */
async function nextOf(pieces: AsyncGenerator<string, void, void>): Promise<string> {
  const result = await pieces.next();
  return result.done === true ? "" : result.value;
}

const at = (second: number, value = 100, more: Partial<Sample> = {}): Sample => ({
  atMs: second * 1000 + 500,
  value,
  ...more,
});
const kinds = (heard: readonly HeardEvent[]): string[] => heard.map(({ event }) => event.event);
const seconds = (heard: readonly HeardEvent[]): number[] =>
  heard.flatMap(({ event }) => (event.event === "window" ? [event.second] : []));
/** What a page that replaces seconds told again shows in the end: requests by second. */
const shown = (heard: readonly HeardEvent[]): Map<number, number> =>
  new Map(heard.flatMap(({ event }) => (event.event === "window" ? [[event.second, event.all[0]] as const] : [])));
const lastId = (heard: readonly HeardEvent[]): string => heard.at(-1)?.id ?? "";

describe("the tail of a run", () => {
  test("tells a run from the queue to its end", async () => {
    const { clock, now, newTail, addSeconds, addEvent, listen, end } = stage();
    const folder = now.inputs;
    now.inputs = null;
    now.state = { ...running, state: "queued", text: "1 run is before it", ahead: 1 };
    const { heard, listening } = listen(newTail());
    await clock.advance(1_000);
    expect(kinds(heard)).toEqual(["start", "state"]);
    expect(heard[0]?.event).toMatchObject({ state: "queued", startedAt: null, endpoints: [], plan: "checkout-peak" });
    now.inputs = folder;
    now.state = running;
    addEvent(1, "state", "checkout-peak on perf started");
    await clock.advance(1_000);
    expect(kinds(heard).slice(2)).toEqual(["start", "state", "guard"]);
    expect(heard[2]?.event).toMatchObject({ state: "running", startedAt: null, plannedMs: 60_000 });
    addSeconds(at(3, 100, { scenario: "", endpoint: "login" }), at(4), at(5));
    await clock.advance(1_000);
    expect(kinds(heard).slice(5)).toEqual(["start", "state", "objective", "guard", "window", "window"]);
    expect(heard[5]?.event).toMatchObject({ startedAt: startOfRun + 4_000 });
    expect(seconds(heard)).toEqual([0, 1]);
    now.state = finished;
    await clock.advance(1_000);
    await listening;
    expect(heard.at(-1)?.event).toEqual({ event: "done", state: "finished", verdict: "pass" });
    await end();
  });

  test("tells all who listen the same, whenever they came", async () => {
    const { clock, now, newTail, addSeconds, listen, end } = stage();
    const tail = newTail();
    const early = listen(tail);
    addSeconds(at(0), at(1));
    await clock.advance(1_000);
    const late = listen(tail);
    addSeconds(at(2), at(3));
    addSeconds(at(1), at(1));
    await clock.advance(1_000);
    now.state = finished;
    await clock.advance(1_000);
    await Promise.all([early.listening, late.listening]);
    const requests = new Map([
      [0, 1],
      [1, 3],
      [2, 1],
      [3, 1],
    ]);
    expect(shown(early.heard)).toEqual(requests);
    expect(shown(late.heard)).toEqual(requests);
    const afterwards = listen(tail);
    await afterwards.listening;
    // What is told better later is not told to those who come after that.
    expect(seconds(afterwards.heard)).toEqual([0, 2, 3, 1]);
    await end();
  });

  test.each(["the same process", "another process"])("goes on where somebody was cut off, in %s", async (where) => {
    const { clock, now, newTail, addSeconds, addEvent, addLine, listen, end } = stage();
    const tail = newTail();
    const whole = listen(tail);
    const first = listen(tail);
    addSeconds(at(0), at(1));
    addEvent(1, "state", "started");
    addLine("engine.log", "one");
    await clock.advance(1_000);
    first.leave();
    await first.listening;
    addLine("engine.log", "two");
    addEvent(2, "alert", "82 % are spent");
    addSeconds(at(1), at(2));
    await clock.advance(1_000);
    const second = listen(where === "another process" ? newTail() : tail, lastId(first.heard));
    await clock.advance(1_000);
    now.state = finished;
    await clock.advance(1_000);
    await Promise.all([whole.listening, second.listening]);
    const news = second.heard.filter(({ event }) => event.event !== "state" && event.event !== "objective");
    expect(kinds(news).toSorted()).toEqual(["done", "guard", "log", "window", "window"]);
    expect(news.find(({ event }) => event.event === "log")?.event).toEqual({ event: "log", line: "two" });
    expect(shown([...first.heard, ...second.heard])).toEqual(shown(whole.heard));
    await end();
  });

  test("begins anew for an id that nobody gave", async () => {
    const { clock, newTail, addSeconds, listen, end } = stage();
    addSeconds(at(0));
    const tail = newTail();
    const listeners = ["nonsense", "1.0.0.0", "7.120.1.0"].map((id) => listen(tail, id));
    await clock.advance(1_000);
    for (const { heard } of listeners) {
      expect(kinds(heard)).toContain("start");
      expect(seconds(heard)).toEqual([0]);
    }
    await end();
  });

  test("begins anew with each attempt, and keeps events and log", async () => {
    const { clock, files, newTail, addSeconds, addEvent, addLine, listen, end } = stage();
    const tail = newTail();
    const { heard } = listen(tail);
    addSeconds(at(0), at(1));
    addLine("engine.log", "it dies");
    await clock.advance(1_000);
    const before = heard.length;
    const id = lastId(heard);
    addEvent(1, "attempt", "k6 was killed; it is started again");
    const windows = files.get("windows.bin");
    if (windows !== undefined) files.set("attempts/1/windows.bin", windows);
    files.delete("windows.bin");
    await clock.advance(1_000);
    addSeconds(at(60));
    await clock.advance(1_000);
    const after = heard.slice(before);
    expect(seconds(after)).toEqual([0]);
    expect(after.findLast(({ event }) => event.event === "start")?.event).toMatchObject({
      startedAt: startOfRun + 60_000,
    });
    const latest = after.slice(after.findLastIndex(({ event }) => event.event === "start"));
    expect(kinds(latest).toSorted()).toEqual(["guard", "log", "objective", "start", "state", "window"]);
    const { heard: again } = listen(tail, id);
    await clock.advance(0);
    expect(kinds(again)[0]).toBe("start");
    expect(seconds(again)).toEqual([0]);
    await end();
  });

  test("tells nothing twice to who reads slowly, and of moments only the latest", async () => {
    const { clock, newTail, addSeconds, end } = stage();
    const tail = newTail();
    tail.join();
    const leaving = new AbortController();
    const pieces = piecesOf(tail, null, clock, leaving.signal);
    const { heard, take } = eventReader();
    await clock.advance(1_000);
    take(await nextOf(pieces));
    expect(kinds(heard)).toEqual(["start", "state"]);
    for (let second = 0; second < 20; second++) {
      addSeconds(at(second, 100 + second));
      await clock.advance(1_000);
    }
    take(await nextOf(pieces));
    take(await nextOf(pieces));
    expect(seconds(heard)).toEqual(Array.from({ length: 20 }, (_, second) => second));
    expect(kinds(heard).filter((kind) => kind === "objective")).toHaveLength(1);
    leaving.abort();
    await pieces.return();
    await end();
  });

  test("sends something now and then where nothing happens", async () => {
    const { clock, newTail, end } = stage();
    const leaving = new AbortController();
    const pieces = piecesOf(newTail(), null, clock, leaving.signal);
    await clock.advance(100);
    await nextOf(pieces);
    const comment = nextOf(pieces);
    await clock.advance(60_000);
    expect(await comment).toBe(": still there\n\n");
    leaving.abort();
    await pieces.return();
    await end();
  });

  test("tells what it can of windows that are damaged", async () => {
    const { clock, files, now, newTail, addSeconds, listen, end } = stage();
    const { heard, listening } = listen(newTail());
    addSeconds(at(0));
    await clock.advance(1_000);
    files.set("windows.bin", Uint8Array.from([...(files.get("windows.bin") ?? []), ...new Uint8Array(50).fill(7)]));
    await clock.advance(1_000);
    expect(seconds(heard)).toEqual([0]);
    expect(heard.at(-1)?.event).toMatchObject({ event: "guard", level: "warn" });
    now.state = finished;
    await clock.advance(1_000);
    await listening;
    expect(kinds(heard).at(-1)).toBe("done");
    await end();
  });

  test("ends the stream where the run cannot be looked at", async () => {
    const { clock, now, newTail, listen } = stage();
    const { listening } = listen(newTail());
    const ended = listening.catch((error: unknown) => error);
    await clock.advance(1_000);
    now.error = new Error("the store is locked");
    await clock.advance(1_000);
    expect(await ended).toBe(now.error);
  });

  test("shortens lines of the engine's log, and tells a bounded number", async () => {
    const { clock, newTail, addLine, listen, end } = stage();
    for (let line = 0; line < 2_100; line++) addLine("engine.log", line === 0 ? "x".repeat(2_000) : `line ${line}`);
    const { heard } = listen(newTail());
    await clock.advance(1_000);
    const lines = heard.flatMap(({ event }) => (event.event === "log" ? [event.line] : []));
    expect(lines).toHaveLength(2_000);
    expect(lines[0]).toHaveLength(500);
    expect(lines.at(-1)).toContain("engine.log");
    await end();
  });
});
