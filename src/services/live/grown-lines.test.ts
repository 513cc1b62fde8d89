import { describe, expect, test } from "vitest";
import { GrownLines } from "./grown-lines.ts";

/** A file that grows as the test says. */
function growing(): { readonly append: (text: string) => void; readonly lines: GrownLines } {
  let content = new Uint8Array(0);
  const folder = {
    readFrom: (_: string, from: number, most: number) => Promise.resolve(content.slice(from, from + most)),
  };
  return {
    append: (text) => {
      content = Uint8Array.from([...content, ...new TextEncoder().encode(text)]);
    },
    lines: new GrownLines(folder, "engine.log"),
  };
}

describe("lines of a file that grows", () => {
  test("are read once, when they are whole", async () => {
    const { append, lines } = growing();
    expect(await lines.next()).toEqual([]);
    append("one\ntw");
    expect(await lines.next()).toEqual([{ text: "one", end: 4 }]);
    expect(await lines.next()).toEqual([]);
    append("o\n\nthrée\n");
    expect(await lines.next()).toEqual([
      { text: "two", end: 8 },
      { text: "", end: 9 },
      { text: "thrée", end: 16 },
    ]);
  });

  test("come in pieces where one is longer than a read", async () => {
    const { append, lines } = growing();
    append(`${"x".repeat(300_000)}\nshort\n`);
    const read = [...(await lines.next()), ...(await lines.next())];
    expect(read.map(({ text }) => text.length)).toEqual([262_144, 37_856, 5]);
    expect(read.at(-1)?.end).toBe(300_007);
  });
});
