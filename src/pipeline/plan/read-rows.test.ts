import { describe, expect, it } from "vitest";
import { readRows } from "./read-rows.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("data files", () => {
  it.each([
    ["a.csv", "a,b\n1,2\n", ["a", "b"], [["1", "2"]]],
    ["a.csv", '\u{FEFF}a,b\r\n1,"x, ""y""\r\nz"\r\n', ["a", "b"], [["1", 'x, "y"\r\nz']]],
    ["a.csv", "a\n1\n\n2", ["a"], [["1"], ["2"]]],
    [
      "a.json",
      '[{"a":1},{"b":true,"a":null}]',
      ["a", "b"],
      [
        [1, null],
        [null, true],
      ],
    ],
  ])("%s %j", (path, text, columns, rows) => {
    const { table, mistakes } = readRows(path, bytes(text));
    expect(mistakes).toEqual([]);
    expect(table).toMatchObject({ columns, rows });
  });

  it.each([
    ["a.csv", "a,b\r\n1,2\r\n3\r\n", "PA_DATA_RAGGED 3"],
    ["a.csv", 'a,b\n"x\ny\nz",2\n3,4,5\n', "PA_DATA_RAGGED 5"],
    ["a.csv", "a,b\n\n\n3\n", "PA_DATA_RAGGED 4"],
    ["a.csv", 'a,b\n1,2\nx"y,2\n', "PA_DATA_SYNTAX 3"],
    ["a.csv", 'a,b\n"x,2\n', "PA_DATA_SYNTAX 2"],
    ["a.csv", "a;b\n1;2\n", "PA_DATA_SYNTAX 1"],
    ["a.csv", "a,\n1,2\n", "PA_DATA_SYNTAX 1"],
    ["a.csv", "a,b\n1,\0\n", "PA_DATA_SYNTAX 2"],
    ["a.csv", "a,a\n1,2\n", "PA_PLAN_DUPLICATE 1"],
    ["a.csv", "", "PA_DATA_EMPTY 1"],
    ["a.csv", "a,b\n", "PA_DATA_EMPTY 1"],
    ["a.json", "[]", "PA_DATA_EMPTY 1"],
    ["a.json", "[1]", "PA_DATA_SYNTAX 1"],
    ["a.json", '[{"a":1},\n{"b":2,}]', "PA_DATA_SYNTAX 2"],
    ["a.json", '[{"a":{}}]', "PA_DATA_SYNTAX 1"],
  ])("%s %j is refused", (path, text, at) => {
    const { table, mistakes } = readRows(path, bytes(text));
    expect(table).toBeNull();
    expect(mistakes.map(({ code, line }) => `${code} ${String(line)}`)).toEqual([at]);
    expect(mistakes[0]?.file).toBe(path);
  });

  it("that are not UTF-8 are refused", () => {
    expect(readRows("a.csv", Uint8Array.of(97, 10, 0xe9, 10)).mistakes).toMatchObject([{ code: "PA_DATA_SYNTAX" }]);
  });
});
