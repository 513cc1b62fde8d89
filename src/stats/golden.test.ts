/** The statistics against values of SciPy: test/fixtures/stats/PROVENANCE.md says how they were made. */
import { expect, test } from "vitest";
import golden from "../../test/fixtures/stats/golden.json" with { type: "json" };
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import { betaBinomialTail } from "./beta-binomial.ts";
import { binomialTail, clopperPearson } from "./binomial.ts";
import { EnergyTable } from "./energy-table.ts";
import { mannWhitney } from "./mann-whitney.ts";
import { normalCdf, normalQuantile } from "./normal-distribution.ts";
import { overdispersedBinomialTest } from "./overdispersed-binomial-test.ts";
import { qnScale } from "./qn-scale.ts";
import { betaQuantile, regularizedBeta } from "./regularized-beta.ts";
import { studentT, studentTQuantile } from "./student-t.ts";
import { studentTTest, welchT, type TTest } from "./t-test.ts";
import { trimmedHarrellDavis } from "./trimmed-harrell-davis.ts";

/** So that small probabilities count as much as large ones. */
function relativeError(value: number | null | undefined, wanted: number): number {
  const error = Math.abs((value ?? NaN) - wanted);
  return wanted === 0 ? error : error / Math.abs(wanted);
}

test("the golden values are all there", () => {
  expect(Object.values(golden).map((cases) => cases.length > 2)).toEqual(Array.from({ length: 13 }, () => true));
});

test.each(golden.beta)("I_$x($a, $b)", ({ x, a, b, p, quantileOf }) => {
  expect(relativeError(regularizedBeta(x, a, b), p)).toBeLessThan(1e-9);
  expect(relativeError(betaQuantile(quantileOf, a, b), x)).toBeLessThan(1e-9);
});

test.each(golden.normal)("Φ($z)", ({ z, p }) => {
  expect(relativeError(normalCdf(z), p)).toBeLessThan(1e-12);
});

test.each(golden.normalQuantile)("the normal quantile of $p", ({ p, z }) => {
  expect(relativeError(normalQuantile(p), z)).toBeLessThan(1e-12);
});

test.each(golden.student)("Student's t up to $t at $freedom degrees of freedom", ({ t, freedom, p }) => {
  expect(relativeError(studentT(t, freedom), p)).toBeLessThan(1e-11);
});

test.each(golden.studentQuantile)("Student's quantile of $p at $freedom degrees of freedom", ({ p, freedom, t }) => {
  expect(relativeError(studentTQuantile(p, freedom), t)).toBeLessThan(1e-9);
});

test.each(golden.binomial)("$hits of $of at $share", ({ hits, of, share, tail, interval, interval99 }) => {
  expect(relativeError(binomialTail(hits, of, share), tail)).toBeLessThan(1e-9);
  clopperPearson(hits, of).forEach((end, i) => {
    expect(relativeError(end, interval[i] ?? NaN)).toBeLessThan(1e-9);
  });
  clopperPearson(hits, of, 0.99).forEach((end, i) => {
    expect(relativeError(end, interval99[i] ?? NaN)).toBeLessThan(1e-9);
  });
});

test.each(golden.betaBinomial)("beta-binomial, $hits or more of $of", ({ hits, of, a, b, tail }) => {
  expect(relativeError(betaBinomialTail(hits, of, a, b), tail)).toBeLessThan(1e-9);
});

test.each(golden.fisher)(
  "$failures of $requests after $before of $of, without spread between runs: Fisher's exact test",
  ({ failures, requests, before, of, p }) => {
    const baseline = [{ failures: before, requests: of }];
    expect(relativeError(overdispersedBinomialTest({ failures, requests, baseline }), p)).toBeLessThan(1e-9);
  },
);

function expectTest(is: TTest, wanted: TTest): void {
  expect(relativeError(is.t, wanted.t)).toBeLessThan(1e-9);
  expect(relativeError(is.freedom, wanted.freedom)).toBeLessThan(1e-9);
  expect(relativeError(is.p, wanted.p)).toBeLessThan(1e-9);
}

test.each(golden.samples)("two samples: $a and $b", ({ a, b, u, rankP, welch, student }) => {
  const rank = mannWhitney(a, b);
  expect(rank.u).toBe(u);
  expect(relativeError(rank.p, rankP)).toBeLessThan(1e-10);
  if (welch !== undefined) expectTest(welchT(a, b), welch);
  if (student !== undefined) expectTest(studentTTest(a, b), student);
});

test.each(golden.benjaminiHochberg)("false discoveries among $p", ({ p, adjusted }) => {
  benjaminiHochberg(p).forEach((value, i) => {
    expect(relativeError(value, adjusted[i] ?? NaN)).toBeLessThan(1e-14);
  });
});

test.each(golden.trimmedHarrellDavis)("trimmed Harrell-Davis $q of $ascending", ({ ascending, q, value }) => {
  expect(relativeError(trimmedHarrellDavis(ascending, q), value)).toBeLessThan(1e-9);
});

test.each(golden.qn)("Qn of $values", ({ values, scale }) => {
  expect(relativeError(qnScale(values), scale)).toBeLessThan(1e-12);
});

test.each(golden.energy)("energy between $before and $after", ({ before, after, energy }) => {
  const both = [...before, ...after];
  const split = new EnergyTable(both).energy(0, before.length, both.length);
  expect(relativeError(split, energy)).toBeLessThan(1e-9);
});
