import type { Certificate } from "../../src/contract/certificate.ts";
import { certify } from "../../src/pipeline/guard/certify.ts";
import { certifiedFacts } from "./certified-run.ts";

/** The certificate of the run of `sampleAnalysis`: two hosts, two attempts, one person who did not sign. */
export function sampleCertificate(change: (certificate: Certificate) => void = () => {}): Certificate {
  const facts = certifiedFacts();
  const { decision } = facts;
  const made = certify({
    ...facts,
    decision: {
      ...decision,
      reasons: [
        {
          rule: "limits",
          outcome: "allow",
          code: null,
          text: "130 VUs at peak (cap 300), 10m30s at most (cap 20m), about 131,000 requests, EUR 0.46 of 5.00",
        },
        { rule: "addresses", outcome: "allow", code: null, text: "connections only to 10.20.3.4 and 10.20.3.9" },
        ...decision.reasons.filter(({ outcome }) => outcome === "warn"),
        {
          rule: "addresses",
          outcome: "warn",
          code: null,
          text: 'production name "shop.example.com" does not resolve here: whether the target shares an address with it cannot be seen',
        },
      ],
      enforcement: {
        ...decision.enforcement,
        pins: { "shop.perf.example.test": "10.20.3.4", "login.perf.example.test": "10.20.3.9" },
        allowedAddresses: ["10.20.3.4", "10.20.3.9"],
        allowedSockets: ["10.20.3.4:443", "10.20.3.9:443"],
      },
    },
    review: {
      ...facts.review,
      approvals: [
        { by: "ana", at: "2026-11-22T14:02:00.000Z", key: "ed25519:AAAA" },
        { by: "ben", at: "2026-11-22T13:40:00.000Z", key: null },
      ],
    },
  });
  const startedAt = Date.UTC(2026, 10, 22, 14, 2, 33);
  // A copy, so that what a test changes is its own.
  const certificate: Certificate = structuredClone({
    ...made,
    observed: {
      ...made.observed,
      peakVus: 130,
      requests: 132_204,
      writes: 1602,
      peakRatePerSecond: 262.4,
      durationMs: 655_000,
      cost: 0.48,
      connections: { peak: 131, sockets: ["10.20.3.4:443", "10.20.3.9:443"] },
      attempts: [
        {
          number: 1,
          profile: "full",
          share: 1,
          startedAt: startedAt - 53_000,
          finishedAt: startedAt - 8000,
          result: "engine-failed",
          text: "killed by SIGSEGV",
        },
        {
          number: 2,
          profile: "full",
          share: 1,
          startedAt,
          finishedAt: startedAt + 602_000,
          result: "finished",
          text: "ran to its end",
        },
      ],
    },
  });
  change(certificate);
  return certificate;
}
