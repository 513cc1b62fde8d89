import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTemplate, refsOf } from "./parse-template.ts";

describe("templates", () => {
  it.each([
    ["", []],
    ["plain", ["plain"]],
    ["{token}", [{ ref: "token" }]],
    ["Bearer {token}", ["Bearer ", { ref: "token" }]],
    ["/p/{products.id}/x", ["/p/", { ref: "products.id" }, "/x"]],
    ["{a}{b-c}", [{ ref: "a" }, { ref: "b-c" }]],
    ["{{a}", ["{a}"]],
    ["{{{a}", ["{", { ref: "a" }]],
    ["{a.b.c}", ["{a.b.c}"]],
    ["{a b}", ["{a b}"]],
    ["{}", ["{}"]],
    ['{"a": 1}', ['{"a": 1}']],
    ["{ä}", ["{ä}"]],
    ["${x}", ["$", { ref: "x" }]],
    ["}", ["}"]],
  ])("%s", (text, parts) => {
    expect(parseTemplate(text)).toEqual(parts);
  });

  it("are what was put together, for any literals between any references", () => {
    const literal = fc.string({ unit: "grapheme" });
    const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,5}(\.[A-Za-z0-9_-]{1,5})?$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(literal, name)), literal, (pairs, tail) => {
        const text = pairs.map(([before, ref]) => `${before.replaceAll("{", "{{")}{${ref}}`).join("");
        const template = parseTemplate(text + tail.replaceAll("{", "{{"));
        const rendered = template.map((part) => (typeof part === "string" ? part : `<${part.ref}>`)).join("");
        expect(rendered).toBe(pairs.map(([before, ref]) => `${before}<${ref}>`).join("") + tail);
        expect(refsOf(template)).toEqual(pairs.map(([, ref]) => ref));
      }),
    );
  });
});
