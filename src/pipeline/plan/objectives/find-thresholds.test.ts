import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PerfAgentError, type Mistake } from "../../../contract/errors.ts";
import { findThresholds } from "./find-thresholds.ts";
import { understandSlos } from "./understand-slos.ts";

function read(text: string, file = "script.js"): ReturnType<typeof understandSlos> {
  return understandSlos([{ text, file }], null);
}

function mistakesOf(text: string): readonly Mistake[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof PerfAgentError) return error.mistakes;
    throw error;
  }
  throw new Error("nothing was refused");
}

const script = `import http from 'k6/http';
// thresholds: { http_reqs: ['rate>1'] }
/* options = { thresholds: { http_reqs: ['rate>2'] } } */
const note = "thresholds: { http_reqs: ['rate>3'] }";
const limit = 400;

export const options = {
  vus: 10, // users
  thresholds: {
    'http_req_duration{name:checkout}': ['p(95)<500', { threshold: "avg<200", abortOnFail: true, delayAbortEval: '10s' },],
    "http_req_failed": [\`rate<0.01\`],
    http_reqs : [ "rate>" + limit, 'rate>5' ], /* mixed */
    [computed]: ['rate>6'],
    ...more,
  },
};

export default function () { http.get('http://127.0.0.1'); }
`;

describe("thresholds of a k6 script", () => {
  it("are read out of its source, with places, and nothing else is", () => {
    const { slos, understood, warnings } = read(script);
    expect(slos.objectives.map(({ text, stop, wholeRun }) => [text, stop, wholeRun])).toEqual([
      ["p95 of checkout < 500ms", false, true],
      ["mean of checkout < 200ms", true, true],
      ["errors of all < 1%", false, true],
      ["throughput of all > 5/s", false, true],
    ]);
    expect(understood.map(({ file, line, dialect }) => [file, line, dialect])).toEqual([
      ["script.js", 10, "k6 thresholds"],
      ["script.js", 10, "k6 thresholds"],
      ["script.js", 11, "k6 thresholds"],
      ["script.js", 12, "k6 thresholds"],
    ]);
    expect(warnings.map(({ text, line }) => [line, text])).toEqual([
      [10, expect.stringContaining("delayAbortEval")],
      [12, expect.stringContaining('"rate>" + limit')],
      [13, expect.stringContaining("[computed]")],
      [14, expect.stringContaining("...more")],
    ]);
  });

  it("are told from any content that exports options, and from assignments", () => {
    expect(
      read("export let options = { thresholds: { http_reqs: ['rate>1'] } }", "limits").slos.objectives,
    ).toHaveLength(1);
    expect(read("const thresholds = { http_reqs: ['rate>1'] }\n", "a.ts").slos.objectives).toHaveLength(1);
  });

  it.each(["export const options = { vus: 1 }", "", "const thresholds = compute();", "if (thresholds == {}) {}"])(
    "that has none, %j, is refused",
    (text) => {
      expect(mistakesOf(text)).toEqual([
        expect.objectContaining({
          code: "PA_SLO_INVALID",
          file: "script.js",
          text: expect.stringContaining("no thresholds"),
        }),
      ]);
    },
  );

  it("reads any JSON as JSON does", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)))),
        fc.constantFrom(0, 2),
        (value, spaces) => {
          const node = findThresholds(
            `export const options = { thresholds: ${JSON.stringify(value, null, spaces)} };`,
            "s.js",
          );
          const map = node?.kind === "map" ? node.entries[0]?.node : undefined;
          const entries = map?.kind === "map" ? map.entries : [];
          const plain = entries.map(({ key, node: list }) => [
            key,
            list.kind === "list" ? list.items.map((item) => (item.kind === "scalar" ? item.value : item)) : list,
          ]);
          expect(plain).toEqual(Object.entries(value));
        },
      ),
    );
  });

  it("comes to an end, whatever the text", () => {
    const pieces = fc.constantFrom(
      "thresholds",
      ":",
      "{",
      "}",
      "[",
      "]",
      "'",
      '"',
      "`",
      ",",
      "//",
      "/*",
      "*/",
      "\\",
      "\n",
      " ",
      "a",
      "(",
      ")",
      "...",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        findThresholds(`thresholds: {${parts.join("")}`, "s.js");
      }),
      { numRuns: 300 },
    );
    expect(findThresholds(`thresholds: ${"{a:[".repeat(20_000)}`, "s.js")).not.toBeNull();
  });
});
