import { describe, expect, it } from "vitest";
import { ApiProblem, problemOfAnswer, toApiProblem } from "./api-problem.ts";

const problem = {
  type: "/docs/errors#PA_PLAN_NOT_FOUND",
  title: "There is no such plan.",
  status: 404,
  detail: 'no plan "x"',
  instance: "r1",
  code: "PA_PLAN_NOT_FOUND",
  remedy: "List the plans.",
  errors: [],
};

describe("problem of an answer", () => {
  it("takes code, text and remedy from problem+json", async () => {
    const found = await problemOfAnswer(new Response(JSON.stringify(problem), { status: 404 }));
    expect(found).toMatchObject({ status: 404, code: "PA_PLAN_NOT_FOUND", remedy: "List the plans." });
    expect(found.message).toBe('no plan "x"');
  });

  it.each([["<html>bad gateway</html>"], [""], ['{"detail":"half of it"}']])("says the status of %j", async (body) => {
    const found = await problemOfAnswer(new Response(body, { status: 502 }));
    expect(found).toMatchObject({ status: 502, code: "unexpected" });
    expect(found.detail).toContain("502");
  });
});

describe("any error as a problem", () => {
  it("leaves a problem as it is", () => {
    const known = new ApiProblem({ status: 409, code: "PA_RUN_OVER", detail: "over", remedy: "none", errors: [] });
    expect(toApiProblem(known)).toBe(known);
  });

  it.each([
    [new Error("broken"), "broken"],
    ["text", "text"],
  ])("says what %s says", (error, detail) => {
    expect(toApiProblem(error)).toMatchObject({ code: "unexpected", detail });
  });
});
