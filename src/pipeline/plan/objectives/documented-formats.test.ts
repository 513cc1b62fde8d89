import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { understandPolicy } from "../policy/understand-policy.ts";
import { understandSlos } from "./understand-slos.ts";

/** Fenced blocks of a page of docs/formats. */
function blocksOf(page: string): string[] {
  const text = readFileSync(new URL(`../../../../docs/formats/${page}`, import.meta.url), "utf8");
  return [...text.matchAll(/^```(?:yaml|json)\n(.*?)^```$/gms)].map(([, block = ""]) => block);
}

describe("what the documentation prints is accepted", () => {
  it.each(blocksOf("objectives.md"))("objectives: %s", (text) => {
    const { slos, warnings } = understandSlos([{ text, file: "slo.yaml" }], null);
    expect(slos.objectives.length).toBeGreaterThan(0);
    expect(warnings).toEqual([]);
  });

  it("keeps the short form as printed", () => {
    const [text = ""] = blocksOf("objectives.md");
    const { slos } = understandSlos([{ text, file: "slo.yaml" }], null);
    expect(slos.objectives.map((objective) => objective.text)).toEqual([
      "p95 of checkout in buy < 400ms",
      "p95 of checkout < 600ms in every 30s",
      "p99 of each < 1s",
      "p90 waiting of each < 300ms",
      "p95 journey of buy < 12s",
      "errors of all < 0.1%",
      "throughput of browse > 190/s",
      "p95 of add-to-cart < 300ms in 95% of 10s",
      "errors of all < 20% in every 10s",
    ]);
    expect(slos.objectives.at(-1)).toMatchObject({ name: "fuse", stop: true, severity: "fail" });
  });

  it.each(blocksOf("policy.md"))("policy: %s", (text) => {
    const policy = understandPolicy([{ layer: "project", text, file: "perf-agent.yaml", sha256: "0", trusted: true }]);
    expect(policy.environments.map(({ name }) => name)).toEqual(["local", "perf", "prod"]);
  });
});
