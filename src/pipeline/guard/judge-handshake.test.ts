import { describe, expect, it } from "vitest";
import { environment, perf } from "../../../test/support/guard-inputs.ts";
import { judgeHandshake, type HandshakeAnswer } from "./judge-handshake.ts";

const asked = { ...perf, handshake: "/.well-known/perf-agent" };

function says(statement: unknown, status = 200): HandshakeAnswer {
  return { status, body: typeof statement === "string" ? statement : JSON.stringify(statement) };
}

describe("what an environment says that it is", () => {
  it.each<[string, HandshakeAnswer, string]>([
    ["its name and kind", says({ environment: "perf", kind: "perf" }), "allow"],
    ["more than that", says({ environment: "perf", kind: "perf", version: 7 }), "allow"],
    ["its kind in capitals", says({ environment: "perf", kind: " PERF " }), "allow"],
    ["another kind that is not production", says({ environment: "perf", kind: "staging" }), "warn"],
  ])("is taken: %s", (_, answer, outcome) => {
    expect(judgeHandshake(asked, answer)).toMatchObject([{ rule: "handshake", outcome, code: null }]);
  });

  it.each<[string, HandshakeAnswer, string]>([
    ["what was not asked for", null, "nobody waited for an answer"],
    ["nothing", "the connection was refused", "the connection was refused"],
    ["that nothing is there", says({ environment: "perf", kind: "perf" }, 404), "status 404"],
    ["that it lies elsewhere", says("", 302), "status 302"],
    ["no JSON", says("<html>"), "did not answer with a JSON object"],
    ["a list", says([{ environment: "perf", kind: "perf" }]), "did not answer with a JSON object"],
    ["null", says(null), "did not answer with a JSON object"],
    ["production", says({ environment: "perf", kind: "production" }), "it is production"],
    ["production in capitals", says({ environment: "perf", kind: "Production" }), "it is production"],
    ["another environment", says({ environment: "perf2", kind: "perf" }), 'it is environment "perf2"'],
    ["no environment", says({ kind: "perf" }), "it is environment without a name"],
    ["no kind", says({ environment: "perf" }), "it is of kind without a name, which is none of local, staging, perf"],
    ["a kind that is no word", says({ environment: "perf", kind: 1 }), "none of local, staging, perf"],
    ["a kind that nobody knows", says({ environment: "perf", kind: "prod" }), 'it is of kind "prod", which is none'],
  ])("is refused: %s", (_, answer, text) => {
    const [reason, ...more] = judgeHandshake(asked, answer);
    expect(more).toEqual([]);
    expect(reason).toMatchObject({ outcome: "refuse", code: "PA_GUARD_HANDSHAKE" });
    expect(reason?.text).toMatch(/^environment "perf" was asked at \/\.well-known\/perf-agent what it is: /);
    expect(reason?.text).toContain(text);
  });

  it("does not repeat foreign text but short words as JSON", () => {
    const [reason] = judgeHandshake(
      asked,
      says({ environment: `::error::\n\u001b[31m${"x".repeat(500)}`, kind: "perf" }),
    );
    expect(reason?.text).toContain(String.raw`"::error::\n\u001b[31mxxx`);
    expect(reason?.text.length).toBeLessThan(200);
  });

  it("is not asked for where the policy does not say so", () => {
    expect(judgeHandshake(environment("perf"), "the connection was refused")).toEqual([]);
    expect(judgeHandshake(environment("perf"), null)).toEqual([]);
  });
});
