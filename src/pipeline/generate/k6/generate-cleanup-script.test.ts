import { describe, expect, test } from "vitest";
import { cleanUpInput, cleanUpPreview } from "../../../../test/support/clean-up-plan.ts";
import { endpoint, smokeInput } from "../../../../test/support/generator-plans.ts";
import type { TestPlan } from "../../../contract/test-plan.ts";
import { generateCleanupScript } from "./generate-cleanup-script.ts";

const whole = cleanUpInput();
const preview = cleanUpPreview;

function missingIn(parts: Partial<TestPlan>): unknown {
  return generateCleanupScript({ ...whole, plan: { ...whole.plan, ...parts }, preview })?.missingInCleanup;
}

function mainOf(plan: TestPlan): string {
  const file = generateCleanupScript({ ...whole, plan, preview })?.bundle?.files[0];
  return file !== undefined && "text" in file ? file.text : "";
}

describe("the clean-up alone", () => {
  test("leaves out, and names, what needs a value that setup extracted", () => {
    expect(missingIn({})).toEqual([{ endpoint: "close-room", values: ["room"] }]);
    const main = mainOf(whole.plan);
    expect(main).not.toContain("/rooms");
    expect(main).toMatch(/sweep\(pass\);\n {2}audit\(pass\);\n {2}if \(countLeft\(pass\)\)/u);
  });

  test("leaves out what needs a value of a step that is left out", () => {
    const { endpoints } = whole.plan;
    const chained = endpoints.map((one) =>
      one.name === "close-room"
        ? { ...one, extract: [{ name: "last", from: "header", expression: "x", pick: "first" } as const] }
        : one,
    );
    const counting = endpoint("count-left", "/items/{last}/{now.ms}");
    expect(missingIn({ endpoints: [...chained.filter(({ name }) => name !== "count-left"), counting] })).toEqual([
      { endpoint: "close-room", values: ["room"] },
      { endpoint: "count-left", values: ["last"] },
    ]);
    expect(missingIn({ endpoints: chained, teardown: ["sweep"] })).toEqual([]);
  });

  test("does what needs a value of a step before it, and leaves out what needs its own", () => {
    const extract = [{ name: "room", from: "header", expression: "x", pick: "first" } as const];
    const finding = endpoint("sweep", "/find", { extract });
    const closing = endpoint("close-room", "/rooms/{room}", { extract });
    const others = whole.plan.endpoints.filter(({ name }) => name !== "sweep" && name !== "close-room");
    const endpoints = [...others, finding, closing];
    expect(missingIn({ endpoints, teardown: ["sweep", "close-room"] })).toEqual([]);
    expect(missingIn({ endpoints, teardown: ["close-room", "sweep"] })).toEqual([
      { endpoint: "close-room", values: ["room"] },
    ]);
  });

  test("leaves out what logs in with a value of setup", () => {
    const endpoints = whole.plan.endpoints.map((one) =>
      one.name === "login" ? endpoint("login", "/login/{room}", { extract: one.extract }) : one,
    );
    expect(missingIn({ endpoints, teardown: ["sweep"] })).toEqual([{ endpoint: "sweep", values: ["room"] }]);
  });

  test("has no script when no step can be done, and is nothing when the plan has no clean-up", () => {
    const plan = { ...whole.plan, teardown: ["close-room"], leftovers: null };
    expect(generateCleanupScript({ ...whole, plan, preview })).toEqual({
      bundle: null,
      missingInCleanup: [{ endpoint: "close-room", values: ["room"] }],
    });
    expect(generateCleanupScript({ ...smokeInput(), preview })).toBeNull();
  });

  test("asks for the secrets of its own steps only", () => {
    expect(generateCleanupScript({ ...whole, preview })?.bundle?.secretNames).toEqual(["admin"]);
    const plan = { ...whole.plan, teardown: ["audit"] };
    expect(generateCleanupScript({ ...whole, plan, preview })?.bundle?.secretNames).toEqual([]);
    const isolation = { kind: "tenant", value: [{ ref: "secrets.admin" }] } as const;
    const secretly: TestPlan = { ...plan, isolation: { ...isolation, value: [...isolation.value] } };
    expect(generateCleanupScript({ ...whole, plan: secretly, preview })?.bundle?.secretNames).toEqual(["admin"]);
  });
});
