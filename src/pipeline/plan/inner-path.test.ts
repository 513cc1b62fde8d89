import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mistakesOf, testFiles, understandForTest } from "../../../test/support/understood-plan.ts";
import { innerPathProblem } from "./inner-path.ts";
import { filesOf } from "./understand-plan.ts";

const good = ["users.csv", "./users.csv", "data/users.csv", "a b/größe.csv", "..users.csv", "console.csv", "7"];
const bad = [
  "",
  "/etc/passwd",
  "//host/share/x",
  "..",
  "../x.csv",
  "data/../../x.csv",
  "data/..",
  "data\\x.csv",
  "C:\\x.csv",
  "c:x.csv",
  "\\\\host\\x",
  "a\nb.csv",
  "a\u001b[2J.csv",
  "a\u202efdp.csv",
  "a\u2028b.csv",
  "NUL",
  "data/nul.csv",
  "Con .csv",
  "com1",
  "lpt9.txt",
  "aux/x.csv",
  "conout$",
];

describe("the path of a file that a plan names", () => {
  it.each(good)("may be %j", (path) => {
    expect(innerPathProblem(path)).toBeNull();
  });

  it.each(bad)("may not be %j, which is told with its place and is not read", (path) => {
    expect(innerPathProblem(path)).not.toBeNull();
    const text = `target: local\ndata:\n  d: { file: ${JSON.stringify(path)} }\nendpoints: { home: { path: "/{d.a}" } }\n`;
    const found = mistakesOf(() => understandForTest(text, { files: testFiles({ [path]: "a\n1\n" }) }));
    expect(found).toMatchObject([{ code: "PA_PLAN_INVALID_VALUE", line: 3, column: 14 }]);
    expect(filesOf(text, "plan.yaml")).toEqual([]);
    const upload = `target: local\nendpoints:\n  home: { path: /, multipart: { f: { file: ${JSON.stringify(path)} } } }\n`;
    expect(mistakesOf(() => understandForTest(upload, { files: testFiles({ [path]: "x" }) }))).toMatchObject([
      { code: "PA_PLAN_INVALID_VALUE", line: 3, column: 44 },
    ]);
    expect(filesOf(upload, "plan.yaml")).toEqual([]);
  });

  it("never leads out of the folder", () => {
    const part = fc.constantFrom("a", "..", ".", "", "b.csv", "\\", "nul", "~", "%2e%2e");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const path = parts.join("/");
        if (innerPathProblem(path) !== null) return;
        const resolved = new URL(path.replaceAll("%", "%25"), "file:///plans/mine/").pathname;
        expect(resolved.startsWith("/plans/mine/")).toBe(true);
      }),
    );
  });

  it("may look like a number", () => {
    expect(filesOf("data: { d: { file: 7 } }", "plan.yaml")).toEqual(["7"]);
  });
});
