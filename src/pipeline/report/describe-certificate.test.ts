import { describe, expect, test } from "vitest";
import { sampleCertificate } from "../../../test/support/sample-certificate.ts";
import type { Attempt, Certificate } from "../../contract/certificate.ts";
import { attemptCells, limitRows, safetyFacts, toldAttempts } from "./describe-certificate.ts";

type Change = (certificate: Certificate) => void;
const rowsOf = (change: Change = () => {}): Record<string, string> =>
  Object.fromEntries(
    limitRows(sampleCertificate(change)).map(({ what, allowed, observed, beyond }) => [
      what,
      `${allowed} | ${observed}${beyond ? " !" : ""}`,
    ]),
  );
const factsOf = (change: Change = () => {}): Record<string, string> =>
  Object.fromEntries(safetyFacts(sampleCertificate(change)).map(({ label, text }) => [label, text]));

describe("limits beside what was observed", () => {
  test("each in its unit, nothing beyond", () => {
    expect(rowsOf()).toEqual({
      "Virtual users": "300 | 130",
      Time: "20m | 10m55s",
      "Rate over 10 s": "2,000/s | 262/s",
      Requests: "2,000,000 | 132,204",
      Writes: "100,000 | 1,602",
      "Open connections": "616 | 131",
      Cost: "EUR 5.00 | EUR 0.48",
      Reached: "10.20.3.4:443, 10.20.3.9:443 | 10.20.3.4:443, 10.20.3.9:443",
      "Blocked dials": "0 | 0",
    });
  });

  test.each<[string, Change, string, string]>([
    ["as many as allowed", ({ observed }) => void (observed.peakVus = 300), "Virtual users", "300 | 300"],
    ["one more", ({ observed }) => void (observed.peakVus = 301), "Virtual users", "300 | 301 !"],
    ["users nobody told of", ({ observed }) => void (observed.peakVus = 0), "Virtual users", "300 | not told"],
    [
      "no load at all",
      ({ observed }) => Object.assign(observed, { peakVus: 0, requests: 0 }),
      "Virtual users",
      "300 | 0",
    ],
    ["no cap", ({ allowed }) => void (allowed.ratePerSecond = null), "Rate over 10 s", "no cap | 262/s"],
    [
      "connections nobody looked at",
      ({ observed }) => void (observed.connections = null),
      "Open connections",
      "616 | not looked at",
    ],
    [
      "peers nobody looked at",
      ({ observed }) => void (observed.connections = null),
      "Reached",
      "10.20.3.4:443, 10.20.3.9:443 | not looked at",
    ],
    [
      "another port",
      ({ observed }) => void observed.connections?.sockets.push("10.20.3.4:8080"),
      "Reached",
      "10.20.3.4:443, 10.20.3.9:443 | 10.20.3.4:443, 10.20.3.9:443, 10.20.3.4:8080 !",
    ],
    [
      "many peers",
      ({ allowed, observed }) => {
        allowed.sockets = Array.from({ length: 8 }, (_, place) => `10.0.0.${place}:80`);
        observed.connections = { peak: 0, sockets: [] };
      },
      "Reached",
      "10.0.0.0:80, 10.0.0.1:80, 10.0.0.2:80, 10.0.0.3:80, 10.0.0.4:80, 10.0.0.5:80 and 2 more | nothing",
    ],
    ["blocked dials", ({ observed }) => void (observed.blockedDials = 2), "Blocked dials", "0 | 2 !"],
  ])("%s", (_, change, row, wanted) => {
    expect(rowsOf(change)[row]).toBe(wanted);
  });
});

describe("facts of a certificate", () => {
  test("where it might go, who agreed, and what is left", () => {
    expect(factsOf()).toEqual({
      Environment: "perf",
      Names: "shop.perf.example.test = 10.20.3.4, login.perf.example.test = 10.20.3.9",
      "Approved by": "ana on 2026-11-22 14:02:00 UTC; ben on 2026-11-22 13:40:00 UTC (not signed)",
      "Reviewed hash": "3f9c17ab".padEnd(64, "0"),
      "Left behind after clean-up": "0",
    });
  });

  test.each<[string, Change, string, string]>([
    [
      "a kind of another name",
      ({ allowed }) => void (allowed.kind = "staging"),
      "Environment",
      "perf, of kind staging",
    ],
    ["addresses only", ({ allowed }) => void (allowed.pins = {}), "Names", "none, addresses only"],
    [
      "an address for its own name",
      ({ allowed }) => void (allowed.pins = { "10.0.0.1": "10.0.0.1" }),
      "Names",
      "10.0.0.1",
    ],
    ["approved by running", ({ allowed }) => void (allowed.review.approvals = null), "Approved by", "whoever runs it"],
    ["approved by none", ({ allowed }) => void (allowed.review.approvals = []), "Approved by", "nobody"],
    ["cut off", ({ observed }) => void (observed.cutIterations = 1), "Cut off under way", "1 iteration"],
    ["nobody knows", ({ observed }) => void (observed.cutIterations = null), "Cut off under way", "not known"],
    ["not counted", ({ observed }) => void (observed.leftovers = null), "Left behind after clean-up", "not counted"],
  ])("%s", (_, change, label, wanted) => {
    expect(factsOf(change)[label]).toBe(wanted);
  });
});

describe("attempts", () => {
  const attempt: Attempt = {
    number: 3,
    profile: "reduced",
    share: 0.5,
    startedAt: 1000,
    finishedAt: 61_000,
    result: "finished",
    text: "ran to its end",
  };

  test.each<[Partial<Attempt>, string[]]>([
    [{}, ["3", "50 % of it", "1m", "finished: ran to its end"]],
    [
      { profile: "full", share: 1, result: "engine-failed", text: "out of memory" },
      ["3", "all of it", "1m", "the engine died: out of memory"],
    ],
    [{ profile: "cleanup", result: "stopped", text: "out of time" }, ["3", "clean-up", "1m", "stopped: out of time"]],
  ])("%j", (overrides, wanted) => {
    expect(attemptCells({ ...attempt, ...overrides })).toEqual(wanted);
  });

  test.each([
    [0, 0],
    [1, 0],
    [2, 2],
  ])("of %i, %i are told, as one alone is the run itself", (made, wanted) => {
    const certificate = sampleCertificate(({ observed }) => {
      observed.attempts = Array.from({ length: made }, () => attempt);
    });
    expect(toldAttempts(certificate)).toHaveLength(wanted);
  });
});
