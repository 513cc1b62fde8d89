import { afterEach, describe, expect, it, vi, type Mock } from "vitest";
import { z } from "zod";
import { apiPath, callApi, queryText } from "./call-api.ts";

afterEach(() => vi.unstubAllGlobals());

function answerWith(body: string, status = 200): Mock<typeof fetch> {
  const fetching = vi.fn<typeof fetch>(async () => new Response(body, { status }));
  vi.stubGlobal("fetch", fetching);
  return fetching;
}

describe("paths", () => {
  it("escapes what people chose", () => {
    expect(apiPath`/runs/${"a/b?c"}/verdict`).toBe("/runs/a%2Fb%3Fc/verdict");
    expect(apiPath`/runs`).toBe("/runs");
  });

  it("leaves out of the query what is not asked for", () => {
    expect(queryText({ a: 1, b: undefined, c: "", d: "x y", e: false })).toBe("?a=1&d=x+y&e=false");
    expect(queryText({ a: undefined })).toBe("");
    expect(queryText(undefined)).toBe("");
  });
});

describe("a call", () => {
  const schema = z.strictObject({ runId: z.string() });

  it("reads the answer by its schema", async () => {
    const fetching = answerWith('{"runId":"r1"}');
    await expect(callApi({ path: "/runs/r1", schema })).resolves.toEqual({ runId: "r1" });
    expect(fetching.mock.calls[0]?.[0]).toBe("/api/agents/performance-agent/runs/r1");
  });

  it.each([["not json"], ['{"other":1}']])("refuses the answer %s", async (body) => {
    answerWith(body);
    await expect(callApi({ path: "/runs/r1", schema })).rejects.toMatchObject({ code: "unreadable" });
  });

  it("says that nobody answers", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("failed to fetch");
    });
    await expect(callApi({ path: "/runs/r1", schema })).rejects.toMatchObject({ code: "unreachable", status: 0 });
  });

  it("throws what the service says", async () => {
    answerWith("{}", 500);
    await expect(callApi({ path: "/runs/r1", schema })).rejects.toMatchObject({ code: "unexpected", status: 500 });
  });
});
