import { afterEach, describe, expect, it } from "vitest";
import { addShortcut, currentShortcuts, matchShortcut, secondKeyWithinMs } from "./shortcut-list.ts";

const undo: (() => void)[] = [];
const add = (keys: string): void => {
  undo.push(addShortcut({ keys, label: keys, run: () => undefined }));
};
afterEach(() => {
  for (const remove of undo.splice(0).toReversed()) remove();
});

describe("shortcuts", () => {
  it("finds one key at once", () => {
    add("n");
    expect(matchShortcut({ key: "n", at: 0 }, null).shortcut?.keys).toBe("n");
    expect(matchShortcut({ key: "m", at: 0 }, null)).toEqual({ shortcut: null, remember: null });
  });

  it("waits for the second of two keys, not for ever", () => {
    add("g p");
    const first = matchShortcut({ key: "g", at: 0 }, null);
    expect(first).toEqual({ shortcut: null, remember: { key: "g", at: 0 } });
    expect(matchShortcut({ key: "p", at: 100 }, first.remember).shortcut?.keys).toBe("g p");
    expect(matchShortcut({ key: "p", at: secondKeyWithinMs + 1 }, first.remember).shortcut).toBeNull();
    expect(matchShortcut({ key: "x", at: 100 }, first.remember).shortcut).toBeNull();
  });

  it("gives the keys back to who had them before", () => {
    add("s");
    const remove = addShortcut({ keys: "s", label: "other", run: () => undefined });
    expect(currentShortcuts().map(({ label }) => label)).toEqual(["other"]);
    remove();
    expect(currentShortcuts().map(({ label }) => label)).toEqual(["s"]);
  });
});
