import { PerfAgentError, type Mistake } from "../../src/contract/errors.ts";
import { understandPlan, type PlanInput, type UnderstoodPlan } from "../../src/pipeline/plan/understand-plan.ts";

/** Files as `understandPlan` takes them, from texts. */
export function testFiles(texts: Readonly<Record<string, string>>): PlanInput["files"] {
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [
      path,
      { bytes: new TextEncoder().encode(text), sha256: "0".repeat(64) },
    ]),
  );
}

export const testEnvironments: PlanInput["environments"] = {
  local: { kind: "local", baseUrl: "http://127.0.0.1:8080", others: {}, tlsCaFile: null },
  perf: {
    kind: "perf",
    baseUrl: "https://shop.perf.example.test",
    others: { idp: "https://login.perf.example.test" },
    tlsCaFile: "certs/ca.pem",
  },
  prod: { kind: "production", baseUrl: null, others: {}, tlsCaFile: null },
};

/** Understands a plan of a test, with what a test does not say left at its usual. */
export function understandForTest(text: string, rest: Partial<PlanInput> = {}): UnderstoodPlan {
  return understandPlan({
    text,
    file: "plan.yaml",
    environment: undefined,
    overrides: [],
    environments: testEnvironments,
    files: {},
    ...rest,
  });
}

/** The mistakes that a call throws; none when it returns. */
export function mistakesOf(call: () => unknown): readonly Mistake[] {
  try {
    call();
    return [];
  } catch (error) {
    if (error instanceof PerfAgentError) return error.mistakes;
    throw error;
  }
}
