import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collected } from "../../../test/support/collected.ts";
import { createCollector } from "./collect.ts";
import { findRowStart } from "./find-row-start.ts";
import { mergeWindows } from "./merge-windows.ts";
import { headerLength } from "./recognise-format.ts";

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../test/fixtures/${name}`, import.meta.url)));
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The rows of [from, to) as a collector of a range sees them: the header, then bytes from `from` to the end of the file. */
function range(format: "k6-csv" | "k6-json" | "jtl-csv", bytes: Uint8Array, from: number, to: number | null) {
  const header = bytes.subarray(0, headerLength(format, bytes));
  const collector = createCollector({ format, limits: [], range: { header, from, to } });
  for (let at = from; at < bytes.length; at += 4096) collector.push(bytes.slice(at, at + 4096));
  return { ...collector.end(), stoppedAt: collector.stoppedAt };
}

describe("findRowStart", () => {
  it.each([
    ["k6-csv", "k6/v2-reduced.csv"],
    ["k6-csv", "k6/v1-nano.csv"],
    ["k6-json", "k6/v2.json"],
    ["jtl-csv", "jmeter/todo-service.jtl"],
  ] as const)("cuts so that two ranges give what one pass gives: %s %s", (format, name) => {
    const bytes = fixture(name);
    const start = headerLength(format, bytes);
    const whole = collected(format, bytes);
    fc.assert(
      fc.property(fc.integer({ min: start, max: Math.floor(bytes.length * 0.9) }), (cut) => {
        const offset = findRowStart(format, bytes.subarray(0, start), bytes.subarray(cut));
        expect(offset).not.toBeNull();
        const place = cut + (offset ?? 0);
        const first = range(format, bytes, start, place);
        const second = range(format, bytes, place, null);
        expect(first.stoppedAt).toBe(place);
        expect(mergeWindows([...first.windows, ...second.windows])).toEqual(whole.windows);
        expect(first.summary.rows + second.summary.rows).toBe(whole.summary.rows);
      }),
      { numRuns: 40 },
    );
  });

  it("does not begin at a sub-result, nor at a row of another width", () => {
    const header = "timeStamp,elapsed,label\n";
    const piece = "00,1,a\n1795000000000,5,a-0\n1795000000000,5\nx,5,b\n1795000000000,5,c\n1795000000000,5,d\n";
    expect(findRowStart("jtl-csv", bytesOf(header), bytesOf(piece))).toBe(piece.indexOf("1795000000000,5,c"));
  });

  it.each([
    ["the thread is another", "00,1,t-1,a\n1795000000000,5,t-1,a-0\n1795000000000,5,t-2,a-1\n"],
    ["the row before has another name", "00,1,t-1,a\n1795000000000,5,t-1,b-0\n1795000000000,5,t-1,a-1\n"],
  ])("begins at a row that looks like a sub-result where %s", (_, piece) => {
    const header = "timeStamp,elapsed,threadName,label\n";
    expect(findRowStart("jtl-csv", bytesOf(header), bytesOf(piece))).toBe(piece.lastIndexOf("1795"));
  });

  it.each([
    "00,1,t,a\n1795000000000,5,t,a-0\n1795000000000,5,t,a-1\n",
    "00,1,t,b\n1795000000000,5,t,a-\n1795000000000,5,t,a--0\n",
  ])("does not begin at what may be a sub-result: %j", (piece) => {
    const header = "timeStamp,elapsed,threadName,label\n";
    expect(findRowStart("jtl-csv", bytesOf(header), bytesOf(piece))).not.toBe(piece.lastIndexOf("1795"));
  });

  it("finds nothing where nothing can be cut", () => {
    expect(findRowStart("jtl-xml", bytesOf(""), bytesOf('<a>\n<httpSample t="1"/>\n'))).toBeNull();
    expect(findRowStart("jtl-csv", bytesOf(""), bytesOf("1\n1795000000000,5,c\n"))).toBeNull();
    expect(findRowStart("k6-csv", bytesOf("metric_name,timestamp\n"), bytesOf("no line end"))).toBeNull();
  });

  it("a range that ends inside a quoted field says where its last row really ended", () => {
    const text = 'timeStamp,elapsed,label\n1795000000000,5,"a\n1795000000000,5,b\n"\n1795000000000,5,c\n';
    const inside = text.indexOf("1795000000000,5,b");
    expect(range("jtl-csv", bytesOf(text), 24, inside).stoppedAt).toBe(text.indexOf("1795000000000,5,c"));
  });
});
