import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldSplitter } from "./split-fields.ts";

/** All rows, with the bytes shown from `shown` of them at first and more of them each time a row is not whole. */
function rowsOf(text: string, shown = Infinity): string[][] {
  const bytes = new TextEncoder().encode(text);
  const splitter = new FieldSplitter(44);
  const rows: string[][] = [];
  let at = 0;
  for (let to = Math.min(shown, bytes.length); at < bytes.length; to = Math.min(to + shown, bytes.length)) {
    splitter.begin(bytes, at, to, to === bytes.length);
    for (let next = splitter.split(at); next >= 0; next = splitter.split(at)) {
      rows.push(splitter.texts(bytes));
      at = next;
      if (at >= to) break;
    }
    if (to === bytes.length) break;
  }
  return rows;
}

describe("FieldSplitter", () => {
  it("agrees with csv-parse, however much of the text is there at first", () => {
    const field = fc.oneof(
      fc.string({ unit: fc.constantFrom("a", "é", " ", "1", "-"), maxLength: 6 }),
      fc.string({ unit: fc.constantFrom("a", '""', ",", "\n", "\r\n", " "), maxLength: 8 }).map((text) => `"${text}"`),
    );
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        table,
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        fc.integer({ min: 1, max: 60 }),
        (rows, end, closed, shown) => {
          const text = rows.map((fields) => fields.join(",")).join(end) + (closed ? end : "");
          const expected = parse(text, { relax_column_count: true, record_delimiter: end });
          expect(rowsOf(text)).toEqual(expected);
          expect(rowsOf(text, shown)).toEqual(expected);
        },
      ),
    );
  });

  it("reads rows longer than a block, and more fields than it keeps", () => {
    const long = `"${'a,""\n'.repeat(20_000)}",b\nc,d\n`;
    expect(rowsOf(long, 5000)).toEqual([
      ['a,"\n'.repeat(20_000), "b"],
      ["c", "d"],
    ]);
    expect(rowsOf(`${"x,".repeat(300)}y\na,b\n`).map(({ length }) => length)).toEqual([256, 2]);
  });

  it("takes quotes inside a field, and text after a closing quote, as they are", () => {
    expect(rowsOf('a"b,c"\n"d"e"f,g\n')).toEqual([
      ['a"b', 'c"'],
      ["d", "g"],
    ]);
  });

  it("does not end a row inside an open quote", () => {
    expect(rowsOf('a,b\n"c,d\n')).toEqual([["a", "b"]]);
  });
});
