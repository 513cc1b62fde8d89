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

/** Relative, so that small probabilities count as much as large ones. */
function expectNear(value: number | null | undefined, wanted: number, tolerance: number): void {
  const away = Math.abs((value ?? NaN) - wanted);
  expect(away <= tolerance * Math.max(Math.abs(wanted), 1e-300), `${value} is not ${wanted}`).toBe(true);
}

test("the golden values are all there", () => {
  expect(Object.values(golden).map((cases) => cases.length > 2)).toEqual(Array.from({ length: 13 }, () => true));
});

test.each(golden.beta)("I_$x($a, $b)", ({ x, a, b, p, quantileOf }) => {
  expectNear(regularizedBeta(x, a, b), p, 1e-9);
  expectNear(betaQuantile(quantileOf, a, b), x, 1e-9);
});

test.each(golden.normal)("Φ($z)", ({ z, p }) => {
  expectNear(normalCdf(z), p, 1e-12);
});

test.each(golden.normalQuantile)("the normal quantile of $p", ({ p, z }) => {
  if (z === 0) expect(normalQuantile(p)).toBe(0);
  else expectNear(normalQuantile(p), z, 1e-12);
});

test.each(golden.student)("Student's t up to $t at $freedom degrees of freedom", ({ t, freedom, p }) => {
  expectNear(studentT(t, freedom), p, 1e-11);
});

test.each(golden.studentQuantile)("Student's quantile of $p at $freedom degrees of freedom", ({ p, freedom, t }) => {
  if (p === 0.5) expect(studentTQuantile(p, freedom)).toBe(0);
  else expectNear(studentTQuantile(p, freedom), t, 1e-9);
});

test.each(golden.binomial)("$hits of $of at $share", ({ hits, of, share, tail, interval, interval99 }) => {
  expectNear(binomialTail(hits, of, share), tail, 1e-9);
  clopperPearson(hits, of).forEach((end, i) => {
    expectNear(end, interval[i] ?? NaN, 1e-9);
  });
  clopperPearson(hits, of, 0.99).forEach((end, i) => {
    expectNear(end, interval99[i] ?? NaN, 1e-9);
  });
});

test.each(golden.betaBinomial)("beta-binomial, $hits or more of $of", ({ hits, of, a, b, tail }) => {
  expectNear(betaBinomialTail(hits, of, a, b), tail, 1e-9);
});

test.each(golden.fisher)(
  "$failures of $requests after $before of $of, without spread between runs: Fisher's exact test",
  ({ failures, requests, before, of, p }) => {
    const baseline = [{ failures: before, requests: of }];
    expectNear(overdispersedBinomialTest({ failures, requests, baseline }), p, 1e-9);
  },
);

function expectTest(is: TTest, wanted: TTest): void {
  expectNear(is.t, wanted.t, 1e-9);
  expectNear(is.freedom, wanted.freedom, 1e-9);
  expectNear(is.p, wanted.p, 1e-9);
}

test.each(golden.samples)("two samples: $a and $b", ({ a, b, u, rankP, welch, student }) => {
  const rank = mannWhitney(a, b);
  expect(rank.u).toBe(u);
  expectNear(rank.p, rankP, 1e-10);
  if (welch !== undefined) expectTest(welchT(a, b), welch);
  if (student !== undefined) expectTest(studentTTest(a, b), student);
});

test.each(golden.benjaminiHochberg)("false discoveries among $p", ({ p, adjusted }) => {
  benjaminiHochberg(p).forEach((value, i) => {
    expectNear(value, adjusted[i] ?? NaN, 1e-14);
  });
});

test.each(golden.trimmedHarrellDavis)("trimmed Harrell-Davis $q of $ascending", ({ ascending, q, value }) => {
  expectNear(trimmedHarrellDavis(ascending, q), value, 1e-9);
});

test.each(golden.qn)("Qn of $values", ({ values, scale }) => {
  expectNear(qnScale(values), scale, 1e-12);
});

test.each(golden.energy)("energy between $before and $after", ({ before, after, energy }) => {
  const both = [...before, ...after];
  const split = new EnergyTable(both).energy(0, before.length, both.length);
  expectNear(split, energy, 1e-9);
});
