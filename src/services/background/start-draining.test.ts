import { describe, expect, it } from "vitest";
import { memoryOutbox } from "../../../test/support/memory-outbox.ts";
import { virtualClock, type VirtualClock } from "../../../test/support/virtual-clock.ts";
import { DeliveryFailed, type Outbox } from "../../ports/outbox.ts";
import { startDraining, type RunningDrain } from "./start-draining.ts";

const start = 1_700_000_000_000;

interface Scene {
  readonly clock: VirtualClock;
  readonly outbox: Outbox;
  /** "id +ms" of every delivery that was begun. */
  readonly begun: string[];
  readonly told: string[];
  put(...ids: string[]): Promise<void>;
  start(outbox?: Outbox): RunningDrain;
}

function scene(deliver: (id: string) => Promise<void>): Scene {
  const clock = virtualClock(start);
  const outbox = memoryOutbox();
  const begun: string[] = [];
  const told: string[] = [];
  const sink = {
    deliver: ({ id }: { id: string }) => {
      begun.push(`${id} +${clock.now() - start}`);
      return deliver(id);
    },
  };
  return {
    clock,
    outbox,
    begun,
    told,
    put: (...ids) => outbox.put(ids.map((id) => ({ id, sink: "a", createdAt: clock.now(), body: id }))),
    start: (used = outbox) =>
      startDraining(
        { outbox: used, sinks: () => sink, clock },
        {
          onFailed: ({ id, why }) => told.push(`${id}: ${why}`),
          onProblem: (error) => told.push(String(error)),
        },
      ),
  };
}

describe("draining while a run lasts", () => {
  it("delivers what is put, soon", async () => {
    const the = scene(() => Promise.resolve());
    const drain = the.start();
    await the.clock.advance(700);
    await the.put("1", "2");
    await the.clock.advance(500);
    expect(the.begun).toEqual(["1 +1000", "2 +1000"]);
    await drain.stop(0);
  });

  it("tries again after 1, 2 and 4 seconds, and tells each failure", async () => {
    let failures = 3;
    const the = scene(() =>
      failures-- > 0 ? Promise.reject(new DeliveryFailed("down", { lasting: false })) : Promise.resolve(),
    );
    await the.put("1", "2");
    const drain = the.start();
    await the.clock.advance(10_000);
    expect(the.begun).toEqual(["1 +0", "1 +1000", "1 +3000", "1 +7000", "2 +7000"]);
    expect(the.told).toEqual(["1: down", "1: down", "1: down"]);
    await drain.stop(0);
  });

  it("delivers at its end what was put just before", async () => {
    const the = scene(() => Promise.resolve());
    const drain = the.start();
    await the.clock.advance(100);
    await the.put("1");
    const stopped = drain.stop(3_000);
    await the.clock.advance(0);
    await stopped;
    expect(the.begun).toEqual(["1 +100"]);
    await the.put("2");
    await the.clock.advance(60_000);
    expect(the.begun).toHaveLength(1);
  });

  it("delivers at its end what was put while it looked", async () => {
    const the = scene(() => Promise.resolve());
    const stops: Promise<void>[] = [];
    const lease: Outbox["lease"] = async (request) => {
      const found = await the.outbox.lease(request);
      if (stops.length === 0) {
        await the.put("1");
        stops.push(drain.stop(3_000));
      }
      return found;
    };
    const drain = the.start({ ...the.outbox, lease });
    await the.clock.advance(0);
    await Promise.all(stops);
    expect(the.begun).toEqual(["1 +0"]);
  });

  it("ends after the time it is given, keeping the rest", async () => {
    const the = scene(() => new Promise(() => {}));
    await the.put("1", "2");
    const drain = the.start();
    await the.clock.advance(100);
    let ended = false;
    const stopped = drain.stop(3_000).then(() => (ended = true));
    await the.clock.advance(2_999);
    expect(ended).toBe(false);
    await the.clock.advance(1);
    expect(ended).toBe(true);
    await stopped;
    expect((await the.outbox.pending()).map(({ id, failures }) => [id, failures])).toEqual([
      ["1", 1],
      ["2", 0],
    ]);
  });

  it("goes on after the outbox failed", async () => {
    const the = scene(() => Promise.resolve());
    await the.put("1");
    let locked = 2;
    const lease: Outbox["lease"] = (request) =>
      locked-- > 0 ? Promise.reject(new Error("locked")) : the.outbox.lease(request);
    const drain = the.start({ ...the.outbox, lease });
    await the.clock.advance(5_000);
    expect(the.told).toEqual(["Error: locked", "Error: locked"]);
    expect(the.begun).toEqual(["1 +1000"]);
    await drain.stop(0);
  });
});
