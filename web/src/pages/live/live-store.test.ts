import { describe, expect, it } from "vitest";
import { startEvent, windowEvent } from "./live-events.fixture.ts";
import { LiveStore } from "./live-store.ts";

describe("a live run that views look at", () => {
  it("tells its views once a frame, however much came", () => {
    const frames: (() => void)[] = [];
    const store = new LiveStore((draw) => frames.push(draw));
    let told = 0;
    const stop = store.subscribe(() => {
      told += 1;
    });
    store.push([startEvent(), windowEvent(0)]);
    store.push([windowEvent(1)]);
    expect(frames).toHaveLength(1);
    frames.pop()?.();
    expect(told).toBe(1);
    store.push([windowEvent(2)]);
    expect(frames).toHaveLength(1);
    stop();
    frames.pop()?.();
    expect(told).toBe(1);
    expect(store.run.seconds.newest).toBe(2);
  });

  it("has another version when a part changed, and only then", () => {
    const store = new LiveStore(() => undefined);
    const [log, seconds] = [store.version(["log"]), store.version(["seconds", "start"])];
    store.push([windowEvent(0)]);
    expect(store.version(["log"])).toBe(log);
    expect(store.version(["seconds", "start"])).not.toBe(seconds);
  });
});
