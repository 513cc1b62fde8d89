import { describe, expect, it } from "vitest";
import { fewAtOnce } from "./few-at-once.ts";
import { createTurns } from "./in-turn.ts";

/** Lets everything happen that waits for nothing but promises. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Works that note when they begin, and end when they are told to. */
function works(): {
  begun: string[];
  work: (name: string) => () => Promise<string>;
  end: (name: string) => Promise<void>;
} {
  const begun: string[] = [];
  const ends = new Map<string, (error: Error | null) => void>();
  return {
    begun,
    work: (name) => () => {
      begun.push(name);
      return new Promise((resolve, reject) => {
        ends.set(name, (error) => (error === null ? resolve(name) : reject(error)));
      });
    },
    end: async (name) => {
      ends.get(name)?.(name.startsWith("bad") ? new Error(name) : null);
      await settled();
    },
  };
}

describe("createTurns", () => {
  it("does what is of one name one after the other, whether or not it fails, and the rest beside it", async () => {
    const inTurn = createTurns();
    const { begun, work, end } = works();
    const bad = inTurn("plan", work("bad"));
    const failed = bad.catch((error: unknown) => String(error));
    const second = inTurn("plan", work("second"));
    const other = inTurn("other", work("other"));
    await settled();
    expect(begun).toEqual(["bad", "other"]);
    await end("bad");
    expect(begun).toEqual(["bad", "other", "second"]);
    await end("second");
    await end("other");
    expect(await Promise.all([failed, second, other])).toEqual(["Error: bad", "second", "other"]);
  });
});

describe("fewAtOnce", () => {
  it("lets others wait in their order, and goes on after a failure", async () => {
    const gate = fewAtOnce(2);
    const { begun, work, end } = works();
    const all = Promise.allSettled(["bad", "b", "c", "d"].map((name) => gate(work(name))));
    await settled();
    expect(begun).toEqual(["bad", "b"]);
    await end("bad");
    expect(begun).toEqual(["bad", "b", "c"]);
    await end("c");
    await end("b");
    await end("d");
    expect((await all).map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled", "fulfilled"]);
    const again = gate(work("again"));
    await settled();
    await end("again");
    expect(await again).toBe("again");
  });
});
