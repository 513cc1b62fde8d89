import { describe, expect, it } from "vitest";
import { canGate } from "./freeze-script.ts";
import { wrapperText } from "./gate-script.ts";

describe("canGate", () => {
  it.each([
    ["1.4.0", false],
    ["1.5.0", false],
    ["1.6.0", true],
    ["1.10.2", true],
    ["2.0.0", true],
  ])("k6 %s: %s", (version, expected) => {
    expect(canGate(version)).toBe(expected);
  });
});

describe("wrapperText", () => {
  it.each([true, false])("holds nothing of a run, gated: %s", (gated) => {
    const text = wrapperText(`./a"b.js`, gated);
    expect(text).toBe(wrapperText(`./a"b.js`, gated));
    expect(text).toContain(String.raw`"./a\"b.js"`);
    expect(text).not.toMatch(/127\.0\.0\.1|https?:/u);
  });

  it("asks nobody where it is not gated", () => {
    expect(wrapperText("./main.js", false)).not.toContain("secrets");
  });
});
