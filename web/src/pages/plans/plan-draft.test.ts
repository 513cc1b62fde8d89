import { describe, expect, it } from "vitest";
import { submitPlanRequestSchema } from "../../../../src/contract/api/plans.ts";
import { addFiles, requestOf, starterDraft, type DroppedFile } from "./plan-draft.ts";

const file = (path: string, text: string): DroppedFile => ({ path, bytes: new TextEncoder().encode(text) });

describe("dropped files", () => {
  it("go where they belong, by what they say they are", () => {
    const { draft, left } = addFiles(starterDraft, [
      file("shop/plan.yaml", "kind: TestPlan\nname: shop\n"),
      file("shop/slo.yaml", "kind: SloSet\n"),
      file("shop/data/users.csv", "name\nana\n"),
      file("shop/body.json", '{"a":1}'),
      file("shop/perf-agent.yaml", "kind: Policy\n"),
    ]);
    expect(draft.planText).toContain("name: shop");
    expect(draft.slos).toEqual({ "slo.yaml": "kind: SloSet\n" });
    expect(Object.keys(draft.data).toSorted()).toEqual(["body.json", "data/users.csv"]);
    expect(left).toEqual(["shop/perf-agent.yaml is a policy: the service has its own."]);
  });

  it("go where the plan names a file of their name, when they came without their folder", () => {
    const planText =
      "data:\n  users: { file: data/users.csv, mode: unique }\n  one: { file: a/x.csv }\n  two: { file: b/x.csv }\n";
    const withData = addFiles({ ...starterDraft, planText }, [file("users.csv", "name\n"), file("x.csv", "1\n")]).draft;
    expect(Object.keys(withData.data).toSorted()).toEqual(["data/users.csv", "x.csv"]);
    const dataFirst = addFiles(starterDraft, [file("users.csv", "name\n")]).draft;
    expect(Object.keys(addFiles(dataFirst, [file("p.yaml", `kind: TestPlan\n${planText}`)]).draft.data)).toEqual([
      "data/users.csv",
    ]);
  });

  it("take a plan in JSON and one without its kind", () => {
    expect(addFiles(starterDraft, [file("p.json", '{ "kind": "TestPlan" }')]).draft.planText).toBe(
      '{ "kind": "TestPlan" }',
    );
    expect(addFiles(starterDraft, [file("p.yaml", "name: x\nendpoints:\n")]).draft.planText).toBe(
      "name: x\nendpoints:\n",
    );
  });

  it("keep objectives where none come, and say of a second plan that it is left", () => {
    const { draft, left } = addFiles(starterDraft, [
      file("a.yaml", "kind: TestPlan\n"),
      file("b.yaml", "kind: TestPlan\n#2"),
    ]);
    expect(draft.slos).toEqual(starterDraft.slos);
    expect(draft.planText).toBe("kind: TestPlan\n");
    expect(left).toHaveLength(1);
  });

  it("keep their paths where no plan comes with them", () => {
    const { draft } = addFiles(starterDraft, [file("data/a.csv", "1"), file("data/b.csv", "2")]);
    expect(Object.keys(draft.data)).toEqual(["data/a.csv", "data/b.csv"]);
  });
});

describe("what is handed in", () => {
  it("is what the service takes", () => {
    const bytes = Uint8Array.of(0xff, 0xd8, 0, 1);
    const { draft } = addFiles(starterDraft, [{ path: "photo.jpg", bytes }, file("users.csv", "name\n")]);
    const request = requestOf({ ...draft, environment: "perf" });
    expect(submitPlanRequestSchema.parse(request)).toEqual(request);
    expect(request.data).toEqual({ "photo.jpg": { base64: "/9gAAQ==" }, "users.csv": "name\n" });
    expect(request.environment).toBe("perf");
  });

  it("leaves out objectives without text", () => {
    expect(requestOf({ ...starterDraft, slos: { "slo.yaml": " \n" } })).toEqual({ plan: starterDraft.planText });
  });
});
