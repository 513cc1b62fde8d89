import { fileURLToPath } from "node:url";
import type { CourseExpectation } from "../../evaluation/golden/golden-course.ts";
import type { VerdictName } from "../../src/contract/verdict-name.ts";

/** A long run in which something happens at a known time, and what each of its objectives must come to. */
export interface CoursePlan {
  readonly name: string;
  /** What happens, as a sentence. */
  readonly text: string;
  readonly fault: Readonly<Record<string, string | number>> | null;
  readonly overrides: readonly string[];
  readonly expectations: readonly CourseExpectation[];
  readonly verdict: VerdictName;
}

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
export const coursePlanFile = pathOf("course-plan.yaml");
export const sloFileOf = (name: string): string => pathOf(`course-objectives/${name}.yaml`);

/** Times of faults count from the shop's start, which is a second or two before the load. */
export const coursePlans: readonly CoursePlan[] = [
  {
    name: "streak",
    text: "get-order is 100 ms slower for forty seconds in the middle",
    fault: { name: "slow", endpoint: "get-order", delayMs: 100, afterMs: 80_000, forMs: 40_000 },
    overrides: [],
    expectations: [
      { objective: "p95 of get-order < 90ms in every 30s", status: "breached" },
      { objective: "p95 of get-order < 90ms in 50% of 10s", status: "met" },
      { objective: "p95 of stock < 90ms in every 30s", status: "met" },
    ],
    verdict: "fail",
  },
  {
    name: "no-data",
    text: "reviews is so rare that it gets no request",
    fault: null,
    overrides: ['scenarios.others.mix={"invoice":1000000,"stock":1000000,"reviews":1}'],
    expectations: [
      { objective: "p95 of reviews < 200ms", status: "no-data" },
      { objective: "errors of reviews < 1%", status: "no-data" },
      { objective: "p95 of get-order < 200ms", status: "met" },
    ],
    verdict: "inconclusive",
  },
  {
    name: "warm-up",
    text: "everything is 200 ms slower for the first forty seconds: almost a fifth of the time that the load holds",
    fault: { name: "slow", delayMs: 200, forMs: 40_000 },
    overrides: [],
    // Detection may leave up to three bins of 6 s; of what is judged then less than a tenth is warm-up.
    expectations: [
      { objective: "p85 of get-order < 100ms", status: "met" },
      { objective: "p85 of stock < 100ms", status: "met" },
    ],
    verdict: "pass",
  },
  {
    name: "errors-only",
    text: "every request of invoice fails, and fails fast",
    fault: null,
    overrides: ["endpoints.invoice.path=/api/no-such-thing"],
    expectations: [
      // Fast failures would keep the limit: how long they took is no latency of the service.
      { objective: "p95 of invoice < 30ms", status: "no-data" },
      { objective: "errors of invoice < 1%", status: "breached" },
      { objective: "errors of get-order < 1%", status: "met" },
    ],
    verdict: "fail",
  },
  {
    name: "abort",
    text: "get-order is 150 ms slower from the second minute on, and an objective ends the run",
    fault: { name: "slow", endpoint: "get-order", delayMs: 150, afterMs: 60_000 },
    overrides: [],
    expectations: [
      { objective: "fuse", status: "breached" },
      { objective: "p95 of stock < 90ms", status: "met" },
    ],
    verdict: "fail",
  },
];
