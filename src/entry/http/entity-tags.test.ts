import { expect, it } from "vitest";
import { namesTag, tagOf } from "./entity-tags.ts";

it.each([
  ["none asked for", undefined, false],
  ["the same", '"a"', true],
  ["one of several", '"x", "a"', true],
  ["a weak one", 'W/"a"', true],
  ["any", "*", true],
  ["another", '"b"', false],
  ["part of it", '"aa"', false],
])("%s", (_name, header, names) => {
  expect(namesTag(header, '"a"')).toBe(names);
});

it("tells contents apart, and no ways of keeping them", () => {
  expect(tagOf("a")).toMatch(/^"[A-Za-z0-9_-]{27}"$/u);
  expect(tagOf("a")).toBe(tagOf(Buffer.from("a")));
  expect(tagOf("a")).not.toBe(tagOf("b"));
});
