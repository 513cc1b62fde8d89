import { describe, expect, it } from "vitest";
import { memoryOutbox } from "../../../test/support/memory-outbox.ts";
import { virtualClock, type VirtualClock } from "../../../test/support/virtual-clock.ts";
import { DeliveryFailed, type Outbox, type Sink } from "../../ports/outbox.ts";
import { drainOutbox, type Drained, type Draining } from "./drain-outbox.ts";

const start = 1_700_000_000_000;

interface Scene extends Draining {
  readonly clock: VirtualClock;
  /** "sink/id at +ms" of every delivery that was begun. */
  readonly begun: string[];
  put(...names: string[]): Promise<void>;
}

/** Sinks as functions of a message's id; names of messages are "sink/id". */
function scene(sinks: Readonly<Record<string, (id: string, signal: AbortSignal) => Promise<void>>>): Scene {
  const clock = virtualClock(start);
  const outbox = memoryOutbox();
  const begun: string[] = [];
  const toSink = (name: string): Sink | null => {
    const act = sinks[name];
    if (act === undefined) return null;
    return {
      deliver: ({ id }, signal) => {
        begun.push(`${id} at +${clock.now() - start}`);
        return act(id, signal);
      },
    };
  };
  return {
    outbox,
    sinks: toSink,
    clock,
    begun,
    put: (...names) =>
      outbox.put(names.map((id) => ({ id, sink: id.split("/")[0] ?? "", createdAt: clock.now(), body: id }))),
  };
}

const takes = (): Promise<void> => Promise.resolve();
const hangs = (): Promise<void> => new Promise(() => {});
const refuses = (lasting: boolean) => (): Promise<void> => Promise.reject(new DeliveryFailed("no", { lasting }));

async function pendingIds(outbox: Outbox): Promise<string[]> {
  return (await outbox.pending()).map(({ id, failures }) => `${id} ${failures}`);
}

/** Drains while the clock moves on by up to `ms`. */
async function drainFor(the: Scene, ms: number, limits: Parameters<typeof drainOutbox>[1] = {}): Promise<Drained> {
  const drained = drainOutbox(the, limits);
  await the.clock.advance(ms);
  return drained;
}

describe("draining the outbox", () => {
  it("delivers each sink's messages in order and ends when nothing is due", async () => {
    const the = scene({ a: takes, b: takes });
    await the.put("a/2", "b/1", "a/1", "a/3");
    expect(await drainFor(the, 0)).toEqual({ delivered: 4, failed: [] });
    expect(the.begun.filter((id) => id.startsWith("a"))).toEqual(["a/2 at +0", "a/1 at +0", "a/3 at +0"]);
    expect(await the.outbox.pending()).toEqual([]);
  });

  it("ends at once when there is nothing", async () => {
    expect(await drainFor(scene({}), 0)).toEqual({ delivered: 0, failed: [] });
  });

  it("leaves a failed message first in its sink, does not wait for its time, and goes on with the others", async () => {
    const the = scene({ a: refuses(false), b: takes });
    await the.put("a/1", "a/2", "b/1");
    const failed = [{ id: "a/1", sink: "a", why: "no", givenUp: false }];
    expect(await drainFor(the, 0)).toEqual({ delivered: 1, failed });
    expect(await pendingIds(the.outbox)).toEqual(["a/1 1", "a/2 0"]);
    await the.clock.advance(999);
    expect(await drainFor(the, 0)).toEqual({ delivered: 0, failed: [] });
    await the.clock.advance(1);
    expect(await drainFor(the, 0)).toEqual({ delivered: 0, failed });
  });

  it("gives up what a receiver refuses for good, says so, and goes on with the next", async () => {
    const the = scene({ a: (id) => (id === "a/1" ? refuses(true)() : takes()) });
    await the.put("a/1", "a/2");
    expect(await drainFor(the, 0)).toEqual({
      delivered: 1,
      failed: [{ id: "a/1", sink: "a", why: "no", givenUp: true }],
    });
    expect(await the.outbox.givenUp()).toMatchObject([{ id: "a/1", why: "no" }]);
  });

  it("gives up a message that failed for three days, not one that it cut off itself", async () => {
    const the = scene({ a: refuses(false), b: hangs });
    await the.put("a/1", "b/1");
    await the.clock.advance(73 * 3_600_000);
    const drained = await drainFor(the, 100, { until: the.clock.now() + 100 });
    expect(drained.failed).toMatchObject([
      { id: "a/1", givenUp: true },
      { id: "b/1", givenUp: false },
    ]);
  });

  it("waits as long as the receiver asks", async () => {
    const later = new DeliveryFailed("later", { lasting: false, retryAfterMs: 60_000 });
    const the = scene({ a: () => Promise.reject(later) });
    await the.put("a/1");
    await drainFor(the, 0);
    expect(await the.outbox.pending()).toMatchObject([{ notBefore: start + 60_000 }]);
  });

  it("does not let one sink that hangs delay another, whatever comes meanwhile", async () => {
    const the = scene({ a: hangs, b: takes });
    await the.put("a/1", "b/1", "b/2");
    const drained = drainOutbox(the);
    await the.clock.advance(5_000);
    await the.put("b/3");
    await the.clock.advance(250);
    expect(the.begun).toEqual(["a/1 at +0", "b/1 at +0", "b/2 at +0", "b/3 at +5250"]);
    await the.clock.advance(20_000);
    expect(await drained).toMatchObject({ delivered: 3, failed: [{ id: "a/1", why: "took longer than 20 s" }] });
  });

  it("tells a sink that is left to stop", async () => {
    const signals: AbortSignal[] = [];
    const the = scene({
      a: (_id, signal) => {
        signals.push(signal);
        return hangs();
      },
    });
    await the.put("a/1");
    await drainFor(the, 20_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("ends at its time, keeping what is under way", async () => {
    const the = scene({ a: hangs, b: takes });
    await the.put("a/1", "a/2", "b/1");
    const drained = await drainFor(the, 3_000, { until: start + 3_000 });
    expect(drained).toMatchObject({ delivered: 1, failed: [{ id: "a/1", why: expect.stringContaining("cut off") }] });
    expect(await pendingIds(the.outbox)).toEqual(["a/1 1", "a/2 0"]);
  });

  it("ends when told so, and begins nothing when it was told before", async () => {
    const control = new AbortController();
    const the = scene({ a: hangs });
    await the.put("a/1");
    const drained = drainOutbox(the, { signal: control.signal });
    await the.clock.advance(100);
    control.abort();
    expect(await drained).toMatchObject({ delivered: 0, failed: [{ givenUp: false }] });
    await the.clock.advance(5_000);
    const nothing = { delivered: 0, failed: [] };
    expect(await drainFor(the, 0, { until: start + 9_000, signal: control.signal })).toEqual(nothing);
    expect(await drainFor(the, 0, { until: start + 100 })).toEqual(nothing);
    expect(the.begun).toHaveLength(1);
  });

  it("leaves messages of unknown sinks alone", async () => {
    const the = scene({ b: takes });
    await the.put("a/1", "b/1");
    expect(await drainFor(the, 0)).toEqual({ delivered: 1, failed: [] });
    expect(await pendingIds(the.outbox)).toEqual(["a/1 0"]);
    const elsewhere = scene({ a: takes });
    expect(await drainFor({ ...elsewhere, outbox: the.outbox }, 0)).toEqual({ delivered: 1, failed: [] });
  });

  it.each([
    { what: "rejects", sink: () => Promise.reject(new TypeError("a bug")) },
    {
      what: "throws",
      sink: () => {
        throw new TypeError("a bug");
      },
    },
  ])("takes what a sink $what with for a failure for now", async ({ sink }) => {
    const the = scene({ a: sink });
    await the.put("a/1");
    expect(await drainFor(the, 0)).toMatchObject({ failed: [{ why: "a bug", givenUp: false }] });
  });

  it("fails with the outbox, after everything under way has ended", async () => {
    let ended = 0;
    const the = scene({
      a: takes,
      b: async () => {
        await the.clock.sleep(1_000);
        ended += 1;
      },
    });
    await the.put("a/1", "b/1", "a/2");
    const settle: Outbox["settle"] = (message, failed) =>
      message.id === "a/1" ? Promise.reject(new Error("disk full")) : the.outbox.settle(message, failed);
    const told = drainOutbox({ ...the, outbox: { ...the.outbox, settle } }).then(
      () => "drained",
      (error: unknown) => `${String(error)}, when ${ended} had ended`,
    );
    await the.clock.advance(5_000);
    expect(await told).toBe("Error: disk full, when 1 had ended");
    expect(await pendingIds(the.outbox)).toEqual(["a/1 0", "a/2 0"]);
  });
});
