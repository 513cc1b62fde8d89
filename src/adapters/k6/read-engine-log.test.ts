import { describe, expect, it } from "vitest";
import { engineLogReader, firstErrorOf } from "./read-engine-log.ts";

/** Lines as k6 2.2.0 writes them; times left out. */
const lines = {
  address: `{"error":"Get \\"http://127.0.0.2:9911/\\": IP (127.0.0.2) is in a blacklisted range (127.0.0.2/32)","level":"warning","msg":"Request Failed"}`,
  name: `{"error":"Get \\"http://blocked.test/\\": hostname (blocked.test) is in a blocked pattern (blocked.test)","level":"warning","msg":"Request Failed"}`,
  masked: `{"error":"Had a logrus.fields value with type *url.Error, please report that this is unsupported and will be redacted in all logs in case it contains secrets","level":"warning","msg":"Request Failed"}`,
  console: `{"level":"error","msg":"the script says so","source":"console"}`,
  rejected: `{"executor":"shared-iterations","level":"error","msg":"Uncaught (in promise) Error: boom\\n\\tat foo (file:///script/main.js:7:130(68))\\n","scenario":"s1"}`,
  thrown: `{"executor":"per-vu-iterations","hint":"script exception","level":"error","msg":"TypeError: Cannot read property 'x' of undefined\\n\\tat default (file:///script/lib/a.js:1:91(2))\\n","scenario":"default","source":"stacktrace"}`,
  setup: `{"hint":"script exception","level":"error","msg":"Error: setup boom\\n\\tat setup (file:///script/main.js:1:32(3))\\n","source":"stacktrace"}`,
  aborted: `{"level":"error","msg":"test aborted: enough at default (file:///script/main.js:1:76(6))"}`,
  syntax: `{"level":"error","msg":"could not initialize 'w.js': could not load JS test 'file:///tmp/x/source/w.js': file:///tmp/x/source/main.js: Line 1:36 Unexpected token ; (and 1 more errors)"}`,
  info: `{"deps":{"k6":null},"level":"info","msg":"Automatic extension resolution is enabled."}`,
};

function factsOf(...read: readonly string[]) {
  const reader = engineLogReader();
  for (const line of read) reader.read(line);
  return reader.facts();
}

describe("engineLogReader", () => {
  it("tells exceptions of the script from the engine's own errors and from what the script prints", () => {
    expect(factsOf(lines.console, lines.info, lines.rejected, lines.thrown, lines.setup, lines.aborted)).toEqual({
      scriptErrors: [
        "Uncaught (in promise) Error: boom at foo (main.js:7:130(68))",
        "TypeError: Cannot read property 'x' of undefined at default (lib/a.js:1:91(2))",
        "Error: setup boom at setup (main.js:1:32(3))",
      ],
      scriptErrorCount: 3,
      blockedDials: 0,
      messages: ["test aborted: enough at default (file:///script/main.js:1:76(6))"],
    });
  });

  it("counts refused dials where k6 shows them", () => {
    expect(factsOf(lines.address, lines.name, lines.masked, lines.address)).toMatchObject({
      blockedDials: 3,
      messages: [],
    });
  });

  it("keeps each text once, twenty at most, and counts all", () => {
    const many = Array.from({ length: 50 }, (_, index) => lines.setup.replace("boom", `boom ${index % 25}`));
    const facts = factsOf(...many);
    expect(facts.scriptErrorCount).toBe(50);
    expect(facts.scriptErrors).toHaveLength(20);
  });

  it("keeps lines that are no JSON: the Go runtime's last words", () => {
    expect(factsOf("panic: runtime error", "", "{broken", "goroutine 1 [running]:").messages).toEqual([
      "panic: runtime error",
      "{broken",
      "goroutine 1 [running]:",
    ]);
  });
});

describe("firstErrorOf", () => {
  it.each([
    ["without folders", [lines.info, lines.syntax], "main.js: Line 1:36 Unexpected token ; (and 1 more errors)"],
    ["past what the script prints", [lines.console, lines.setup], "Error: setup boom at setup (main.js:1:32(3))"],
    ["of plain text", ["", "exec format error", "more"], "exec format error"],
    ["of nothing", [lines.info], null],
  ])("%s", (_what, log, expected) => {
    expect(firstErrorOf(log.join("\n"))).toBe(expected);
  });
});
