import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretMasker } from "./mask-secrets.ts";

const secret = `p"a\\s s&ü/+42`;

describe("secretMasker", () => {
  it.each([
    ["plain", secret],
    ["in JSON", JSON.stringify({ password: secret })],
    ["in JSON in JSON", JSON.stringify({ msg: JSON.stringify({ password: secret }) })],
    ["in an address", `http://a/?p=${encodeURIComponent(secret)}&q`],
    ["in a form", new URLSearchParams({ user: "ana", p: secret }).toString()],
    ["in JSON in a log line", String.raw`{"msg":"{\"p\":\"p\\\"a\\\\s s\u0026ü/+42\"}"}`],
    ["in JSON in an address", `http://a/${encodeURIComponent(JSON.stringify({ secret }))}`],
  ])("hides it %s", (_where, line) => {
    expect(secretMasker([secret])(line)).toContain("***");
    expect(secretMasker([secret])(line)).not.toMatch(/42/u);
  });

  it("hides it in Base64, whatever stands around it", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom("base64", "base64url"), (before, after, encoding) => {
        const line = Buffer.from(`${before}0123456789canary${after}`).toString(encoding);
        const masked = secretMasker(["0123456789canary"])(`Basic ${line}`);
        // At most the two characters that the secret shares with its neighbours are left of it.
        expect(masked).toContain("***");
        expect(masked.length).toBeLessThanOrEqual(`Basic ${line}`.length - 20 + 3);
      }),
    );
  });

  it("leaves other text alone, and short secrets to k6", () => {
    expect(secretMasker([])("a line")).toBe("a line");
    expect(secretMasker(["abc", ""])("abc and more")).toBe("abc and more");
  });

  it("hides the longer of two that overlap", () => {
    expect(secretMasker(["token", "token-and-more"])("x token-and-more y")).toBe("x *** y");
  });
});
