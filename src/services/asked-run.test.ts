import { expect, test } from "vitest";
import { localDocuments } from "../adapters/files/local-documents.ts";
import { askedRunSchema } from "../contract/asked-run.ts";
import { askedRunOf, requestAgain } from "./asked-run.ts";
import type { StartRunRequest } from "./run-request.ts";

const digest = "ab".repeat(32);
const approvable = {
  schemaVersion: 1 as const,
  plan: "turns",
  environment: "local",
  effectivePlan: digest,
  archives: { full: digest },
  data: {},
  limits: { vus: 50 },
  engine: { version: "2.2.0", sha256: digest },
};
const request: StartRunRequest = {
  planFile: "plans/turns.yaml",
  sloFiles: ["slo.yaml", "/etc/slo.yaml"],
  policyFile: "../perf-agent.yaml",
  environment: undefined,
  overrides: ["seed=3"],
  baseUrl: "http://127.0.0.1:8080",
  scriptDirectory: "script",
  tags: { commit: "9f31c2e" },
  keepSamples: true,
  inconclusiveAs: "fail",
  baselinesFile: "series.json",
  baselineTags: { branch: "main" },
  purpose: "run",
  basis: null,
};
const asked = askedRunOf({ documents: localDocuments("/home/ana/shop") }, request, { approvable });

test("a request is kept with full paths, as the schema says, and survives JSON", () => {
  expect(asked).toMatchObject({
    planFile: "/home/ana/shop/plans/turns.yaml",
    sloFiles: ["/home/ana/shop/slo.yaml", "/etc/slo.yaml"],
    policyFile: "/home/ana/perf-agent.yaml",
    scriptDirectory: "/home/ana/shop/script",
    environment: null,
    approvable,
  });
  expect(askedRunSchema.parse(JSON.parse(JSON.stringify(asked)))).toEqual(asked);
});

test("made again from elsewhere it is the same request, judged by itself and against what it is given", () => {
  const again = requestAgain(asked);
  const { environment, overrides, baseUrl, tags, keepSamples, purpose, basis } = request;
  expect(again).toMatchObject({ environment, overrides, baseUrl, tags, keepSamples, purpose, basis });
  expect(again.planFile).toBe("/home/ana/shop/plans/turns.yaml");
  expect(again).toMatchObject({ inconclusiveAs: undefined, baselinesFile: null, baselineTags: {} });
  const there = { documents: localDocuments("/elsewhere") };
  expect(askedRunOf(there, again, { approvable })).toEqual(asked);
});
