import { describe, expect, test } from "vitest";
import { virtualClock } from "../../../test/support/virtual-clock.ts";
import { Wake } from "./wake.ts";

/** What a wait has come to; null: it goes on. */
function watched(wait: Promise<boolean>): { outcome: boolean | null } {
  const watch: { outcome: boolean | null } = { outcome: null };
  void wait.then((outcome) => {
    watch.outcome = outcome;
  });
  return watch;
}

describe("wake", () => {
  test("lets those go on that wait, at once", async () => {
    const [clock, wake] = [virtualClock(), new Wake()];
    const { signal } = new AbortController();
    const waits = [1, 2].map(() => watched(wake.after(wake.count, clock, 1_000, signal)));
    await clock.advance(999);
    expect(waits).toEqual([{ outcome: null }, { outcome: null }]);
    wake.fire();
    await clock.advance(0);
    expect(waits).toEqual([{ outcome: true }, { outcome: true }]);
  });

  test("does not let those wait that missed it", async () => {
    const [clock, wake] = [virtualClock(), new Wake()];
    const seen = wake.count;
    wake.fire();
    await expect(wake.after(seen, clock, 1_000, new AbortController().signal)).resolves.toBe(true);
  });

  test("gives up in time, or when it is told to", async () => {
    const [clock, wake] = [virtualClock(), new Wake()];
    const [early, patient] = [new AbortController(), new AbortController()];
    const given = watched(wake.after(0, clock, 1_000, patient.signal));
    const told = watched(wake.after(0, clock, 1_000, early.signal));
    early.abort();
    await clock.advance(0);
    expect([given, told]).toEqual([{ outcome: null }, { outcome: false }]);
    await clock.advance(1_000);
    expect(given).toEqual({ outcome: false });
    await expect(wake.after(0, clock, 1_000, early.signal)).resolves.toBe(false);
  });
});
