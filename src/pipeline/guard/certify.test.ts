import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { certifiedFacts } from "../../../test/support/certified-run.ts";
import { outcomeOf, recordOf, windowsOf, type Sample } from "../../../test/support/fabricated-run.ts";
import { sampleCertificate } from "../../../test/support/sample-certificate.ts";
import { certificateSchema, type Certificate } from "../../contract/certificate.ts";
import type { GuardDecision } from "../../contract/policy.ts";
import type { CertifiedFacts } from "./certify-facts.ts";
import { certify } from "./certify.ts";

const facts = certifiedFacts();
const certified = (overrides: Partial<CertifiedFacts>): Certificate => certify({ ...facts, ...overrides });
const enforcing = (overrides: Partial<GuardDecision["enforcement"]>): Partial<CertifiedFacts> => ({
  decision: { ...facts.decision, enforcement: { ...facts.decision.enforcement, ...overrides } },
});
const ruleTexts = (certificate: Certificate): string[] =>
  certificate.enforced.map(({ what, how, by }) => `${by}: ${what}: ${how}`);
describe("certify", () => {
  it("gives what its schema promises, and the same for the same facts", () => {
    const certificate = certify(facts);
    expect(certificateSchema.parse(certificate)).toEqual(certificate);
    expect(certify(facts)).toEqual(certificate);
  });

  it("allows what the decision enforces, under the policy's name and kind", () => {
    expect(certify(facts).allowed).toEqual({
      environment: "perf",
      kind: "perf",
      pins: { "shop.perf.example.test": "10.20.3.4" },
      sockets: ["10.20.3.4:443"],
      vus: 300,
      durationMs: 1_200_000,
      ratePerSecond: 2000,
      requests: 2_000_000,
      writes: 100_000,
      connections: 616,
      cost: 5,
      alertAt: 0.8,
      currency: "EUR",
      review: {
        sha256: "3f9c17ab".padEnd(64, "0"),
        approvals: [{ by: "ana", at: "2026-11-22T14:02:00.000Z", key: "ed25519:AAAA" }],
      },
    });
  });

  it("is what its documentation shows", () => {
    const page = readFileSync(new URL("../../../docs/formats/certificate.md", import.meta.url), "utf8");
    const [, example = ""] = /```json\n([\s\S]*?)```/u.exec(page) ?? [];
    const shown = certificateSchema.parse(JSON.parse(example));
    const made = sampleCertificate();
    for (const rule of shown.enforced) expect(made.enforced).toContainEqual(rule);
    for (const caveat of shown.caveats) expect(made.caveats).toContain(caveat);
  });

  it("hands the decisions on with their reasons", () => {
    expect(certify(facts).decisions).toBe(facts.decision.reasons);
  });
});

describe("what was enforced", () => {
  it.each<[string, Partial<CertifiedFacts>, RegExp, boolean]>([
    ["the deny list", {}, /^engine: Connections only to 10\.20\.3\.4: .*deny list \(2 ranges\)/, true],
    ["no address at all", enforcing({ allowedAddresses: [] }), /^engine: No connection to anywhere/, true],
    [
      "many addresses",
      enforcing({ allowedAddresses: ["a", "b", "c", "d", "e", "f"] }),
      /only to a, b, c, d and 2 more:/,
      true,
    ],
    ["pins", {}, /^engine: A name means .*1 name resolved once/, true],
    ["no pins for bare addresses", enforcing({ pins: {} }), /A name means/, false],
    ["production", {}, /^engine: Names of production .*2 patterns .*trailing dot/, true],
    ["production without dots", enforcing({ blockedHostnames: ["shop.example.com"] }), /trailing dot/, false],
    ["no production", enforcing({ blockedHostnames: [] }), /Names of production/, false],
    ["the rate", {}, /^engine: At most 2,000\/s requests/, true],
    ["no rate", enforcing({ maxRatePerSecond: null }), /limit of the request rate/, false],
    ["timeouts", {}, /^engine: Set-up ends after 1m, clean-up after 1m, the summary after 10s/, true],
    ["connections", {}, /^operating-system: At most 616 connections/, true],
    ["a namespace", {}, /^operating-system: Evaluating the script reached nobody/, true],
    ["no namespace", { evaluatedIn: "dead-proxy" }, /Evaluating the script/, false],
    ["the archive", {}, /^review: What was reviewed is what ran/, true],
    ["the approval", {}, /^review: .* by ana \(2026-11-22 14:02:00 UTC\), for the hash 3f9c17ab/, true],
    ["no approval", { review: { ...facts.review, approvals: null } }, /were approved/, false],
    ["virtual users", {}, /^watch: At most 300 virtual users/, true],
    ["time", {}, /^watch: At most 20m: wall clock/, true],
    ["counts", {}, /^watch: At most 2,000,000 requests and 100,000 writes/, true],
    ["one count", enforcing({ maxRequests: null }), /^watch: At most 100,000 writes:/, true],
    ["no count", enforcing({ maxRequests: null, maxWrites: null }), /counted from the samples/, false],
    ["ports that were looked at", {}, /^watch: Ports only as in 10\.20\.3\.4:443: /, true],
    ["ports nobody looked at", { record: recordOf({ outcome: outcomeOf() }) }, /Ports only/, false],
    ["ports of an engine whose end nobody saw", { record: recordOf({ outcome: null }) }, /Ports only/, false],
    ["money", {}, /^watch: At most EUR 5\.00: .*alert at 80 %/, true],
    [
      "no cap of money",
      { decision: { ...facts.decision, cost: { ...facts.decision.cost, limit: null } } },
      /alert at/,
      false,
    ],
    ["breakers", {}, /^watch: .*50 % of failed requests within 30s and 20 % of failed connections within 10s/, true],
    [
      "one breaker",
      { policy: { ...facts.policy, stop: { ...facts.policy.stop, errors: null } } },
      /the run ends at 20 % of failed connections within 10s$/,
      true,
    ],
    [
      "no breaker",
      { policy: { ...facts.policy, stop: { errors: null, connectionFailures: null } } },
      /left alone/,
      false,
    ],
  ])("%s", (_, overrides, wanted, there) => {
    const texts = ruleTexts(certified(overrides));
    expect(texts.some((text) => wanted.test(text))).toBe(there);
  });

  it("names who prevents before who only watches", () => {
    const order = ["engine", "operating-system", "review", "watch"];
    const places = certify(facts).enforced.map(({ by }) => order.indexOf(by));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

describe("caveats", () => {
  const stranger: Sample[] = [{ atMs: 0, value: 1, endpoint: "GET /secret" }];
  it.each<[string, Partial<CertifiedFacts>, RegExp, boolean]>([
    ["ports", {}, /by address, not by port: another port .* is seen/, true],
    ["ports unseen", { record: recordOf() }, /by address, not by port, and nobody looked/, true],
    ["short connections", {}, /once a second: a shorter one/, true],
    ["no looks, no short ones", { record: recordOf() }, /a shorter one/, false],
    ["other machines", {}, /runs of this machine/, true],
    ["signed", {}, /not signed/, false],
    [
      "unsigned",
      {
        review: {
          ...facts.review,
          approvals: ["ben", "cleo"].map((by) => ({ by, at: "2026-11-22T14:00:00.000Z", key: null })),
        },
      },
      /The approvals of ben and cleo are not signed/,
      true,
    ],
    ["approved by running", { review: { ...facts.review, approvals: null } }, /^Nobody else reviewed/, true],
    ["evaluated without a network", {}, /proxy/, false],
    ["evaluated behind a proxy", { evaluatedIn: "dead-proxy" }, /proxy that leads nowhere/, true],
    ["no end seen", { record: recordOf({ outcome: null }) }, /end was not seen/, true],
    ["users told", {}, /no number of virtual users/, false],
    ["users not told", { windows: windowsOf(stranger) }, /no number of virtual users/, true],
    ["nothing ran", { windows: [] }, /no number of virtual users/, false],
    ["known names", {}, /not in the plan/, false],
    [
      "a strange name",
      { windows: windowsOf(stranger) },
      /1 name of requests is not in the plan .*"GET \/secret"/,
      true,
    ],
    ["stopped with a count", { record: recordOf({ stoppedBy: "guard", cutIterations: 2 }) }, /cut off/, false],
    ["stopped without one", { record: recordOf({ stoppedBy: "guard", cutIterations: null }) }, /cut off/, true],
    ["leftovers counted", {}, /left data behind/, false],
    [
      "leftovers not counted",
      { collection: { ...facts.collection, leftovers: null } },
      /left data behind was not counted/,
      true,
    ],
  ])("%s", (_, overrides, wanted, there) => {
    expect(certified(overrides).caveats.some((text) => wanted.test(text))).toBe(there);
  });
});
