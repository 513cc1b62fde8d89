import { expect, it } from "vitest";
import { mostToldMistakes, problemSchema } from "../../contract/api/problem.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { problemOf } from "./problem.ts";

it("tells the first mistake with its place, and all of them below", () => {
  const error = new PerfAgentError([
    { code: "PA_PLAN_DUPLICATE", text: "two scenarios are called browse", file: "plan.yaml", line: 7, column: 3 },
    { code: "PA_PLAN_UNUSED", text: "nothing uses users", file: "plan.yaml", line: 9, remedy: "Use it." },
  ]);
  const problem = problemOf(error, "r1");
  expect(problemSchema.parse(problem)).toEqual(problem);
  expect(problem).toMatchObject({
    type: "/docs/errors#PA_PLAN_DUPLICATE",
    title: "The same name stands twice in one place.",
    status: 422,
    detail: "plan.yaml:7:3: two scenarios are called browse (and 1 more)",
    instance: "r1",
    code: "PA_PLAN_DUPLICATE",
    remedy: "Rename or remove one of the two.",
  });
  expect(problem.errors.map(({ code, line, remedy }) => `${code} ${line} ${remedy}`)).toEqual([
    "PA_PLAN_DUPLICATE 7 Rename or remove one of the two.",
    "PA_PLAN_UNUSED 9 Use it.",
  ]);
});

it.each([
  [{ code: "PA_USAGE", text: "no" } as const, "no"],
  [{ code: "PA_USAGE", text: "no", file: "a.yaml" } as const, "a.yaml: no"],
  [{ code: "PA_USAGE", text: "no", file: "a.yaml", line: 2 } as const, "a.yaml:2: no"],
])("places what has a place: %j", (mistake, detail) => {
  expect(problemOf(new PerfAgentError([mistake]), "r1").detail).toBe(detail);
});

it("tells of the first of very many, and how many there are", () => {
  const mistakes = Array.from({ length: 5_000 }, (_, line) => ({ code: "PA_USAGE" as const, text: "no", line }));
  const problem = problemOf(new PerfAgentError(mistakes), "r1");
  expect(problem.errors).toHaveLength(mostToldMistakes);
  expect(problem.detail).toContain("and 4999 more");
});
