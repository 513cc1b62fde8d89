import { assert, constantFrom, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { scriptBundleSchema, type ScriptBundle } from "../../../contract/script-bundle.ts";
import { testPlanSchema } from "../../../contract/test-plan.ts";
import {
  dataSet,
  endpoint,
  input,
  iterations,
  json,
  plan,
  scenario,
  smokeInput,
} from "../../../../test/support/generator-plans.ts";
import { authInput, everythingInput } from "../../../../test/support/auth-plan.ts";
import { cleanUpAlone, cleanUpInput, cleanUpPreview } from "../../../../test/support/clean-up-plan.ts";
import { shopInput } from "../../../../test/support/shop-plan.ts";
import { importsOf, literalsOf, unusedNamesOf } from "../../../../test/support/syntax.ts";
import { generateScript, generateTryScript, type ScriptInput } from "./generate-script.ts";

const goldens: [string, () => ScriptBundle][] = [
  ["smoke", () => generateScript(smokeInput())],
  ["shop", () => generateScript(shopInput())],
  ["auth", () => generateScript(authInput())],
  ["everything", () => generateScript(everythingInput())],
  ["clean-up", () => generateScript(cleanUpInput())],
  ["clean-up-alone", () => cleanUpAlone({ ...cleanUpInput(), preview: cleanUpPreview })],
  ["try-buy", () => generateTryScript({ ...shopInput(), scenario: "buy" })],
];

function scripts({ files }: ScriptBundle): [string, string][] {
  return files.flatMap((file): [string, string][] =>
    "text" in file && file.path.endsWith(".js") ? [[file.path, file.text]] : [],
  );
}

function main(script: ScriptInput): string {
  return scripts(generateScript(script))[0]?.[1] ?? "";
}

const k6Modules = ["", "/http", "/execution", "/metrics", "/crypto", "/encoding", "/secrets", "/data"].map(
  (name) => `k6${name}`,
);

describe("a generated script", () => {
  test.each(goldens)("is as reviewed: %s", async (name, generate) => {
    for (const [path, text] of scripts(generate()))
      await expect(text).toMatchFileSnapshot(`./__golden__/${name}/${path}`);
  });

  test.each(goldens)(
    "is the same bytes each time, parses, and imports k6 and its own files only: %s",
    (_, generate) => {
      const bundle = generate();
      expect(generate()).toEqual(bundle);
      expect(scriptBundleSchema.parse(bundle)).toEqual(bundle);
      const paths = bundle.files.map((file) => file.path);
      for (const [path, text] of scripts(bundle)) {
        const known = [
          ...k6Modules,
          ...paths.map((file) => (path === "main.js" ? `./${file}` : file.replace("lib/", "./"))),
        ];
        expect(known).toEqual(expect.arrayContaining(importsOf(text)));
      }
    },
  );

  test.each(goldens)("imports and declares nothing that it does not use: %s", (_, generate) => {
    const unused = scripts(generate()).map(([path, text]) => [path, unusedNamesOf(text)]);
    expect(unused.filter(([, names]) => names?.length !== 0)).toEqual([]);
  });

  test("the plans used here are plans", () => {
    for (const { plan: one } of [smokeInput(), shopInput(), authInput(), everythingInput(), cleanUpInput()])
      expect(testPlanSchema.parse(one)).toEqual(one);
  });

  test("holds masked columns in files of their own and no column that it does not read", () => {
    const { files, secretNames } = generateScript(shopInput());
    expect(secretNames).toEqual(["apiKey"]);
    for (const file of files) {
      const text = "text" in file ? file.text : file.base64;
      expect(text.includes("s3cret-ana")).toBe(file.path === "data/users.masked.json");
      expect(text).not.toContain("ana@example.test");
    }
  });

  test("gives every name an identifier of its own", () => {
    const names = "left send pass options default class 42 größe a-b a_b A.B __proto__ constructor setup GET".split(
      " ",
    );
    const text = main(
      input(
        plan("p", {
          endpoints: names.map((name) => endpoint(name, "/")),
          scenarios: names
            .filter((name) => /^[\w-]+$/u.test(name))
            .map((name) =>
              scenario(name, iterations(1, 1), {
                kind: "journey",
                steps: [
                  {
                    kind: "repeat",
                    min: 1,
                    max: 1,
                    whileVariable: null,
                    steps: names.map((one) => ({ kind: "request", endpoint: one, onFailure: "end" })),
                  },
                ],
              }),
            ),
        }),
      ),
    );
    const declared = [...text.matchAll(/^(?:export )?(?:function|const) (\w+)/gmu)].map(([, name]) => name);
    expect(new Set(declared).size).toBe(declared.length);
    expect(declared).not.toContain("left");
    expect(literalsOf(text)).toEqual(expect.arrayContaining(names));
  });

  test("holds any text that a plan may hold", () => {
    const anyText = oneof(
      string({ unit: "binary" }),
      constantFrom(
        "</script>",
        "${x}",
        "`",
        "\\",
        "'\"",
        "\u2028\u2029",
        "😀",
        "\ud800",
        "*/ //",
        "\r\n",
        "__proto__",
        "\u202e",
      ),
    );
    assert(
      property(anyText, anyText, (one, other) => {
        const text = main(
          input(
            plan(one, {
              service: other,
              endpoints: [
                endpoint(one, "/x", {
                  path: [`/${one}`, { ref: "vu" }, other],
                  query: [[one, [other]]],
                  body: { kind: "json", value: { object: [[one, { template: [other] }]] } },
                  expect: {
                    status: [{ from: 200, to: 200 }],
                    contains: [[one]],
                    json: [{ path: "$.a", test: { kind: "equals", value: json(one) } }],
                    headers: [["x", [other]]],
                    maxBytes: null,
                  },
                  tags: { [one]: other },
                }),
              ],
              scenarios: [
                scenario("main", iterations(1, 1), {
                  kind: "mix",
                  entries: [{ endpoint: one, weight: 1 }],
                  think: null,
                }),
              ],
            }),
          ),
        );
        expect(text).not.toMatch(/[\u2028\u2029\u202e]|<\/script/u);
        const literals = literalsOf(text);
        expect(literals).toContain(one);
        expect(literals).toContain(other);
      }),
      { numRuns: 200 },
    );
  });
});

function withEndpoint(more: Parameters<typeof endpoint>[2]): () => ScriptBundle {
  return () =>
    generateScript(
      input(
        plan("p", {
          endpoints: [endpoint("a", "/", more)],
          scenarios: [
            scenario("main", iterations(1, 1), { kind: "mix", entries: [{ endpoint: "a", weight: 1 }], think: null }),
          ],
        }),
      ),
    );
}

describe("what a script cannot hold is refused", () => {
  const extract = (from: "jsonpath" | "regex", expression: string) =>
    withEndpoint({ extract: [{ name: "v", from, expression, pick: "first" }] });
  test.each([
    ["a JSON path with a filter", extract("jsonpath", "$.items[?(@.id>1)]"), "PA_PLAN_INVALID_VALUE"],
    ["a pattern that is none", extract("regex", "("), "PA_PLAN_INVALID_VALUE"],
    ["another host that is not declared", withEndpoint({ at: "idp" }), "PA_PLAN_UNKNOWN_NAME"],
    [
      "an upload that was not read",
      withEndpoint({ body: { kind: "multipart", parts: [{ name: "f", file: "x.bin", type: "a/b", filename: "x" }] } }),
      "PA_DATA_FILE_MISSING",
    ],
    [
      "a scenario name that k6 does not take",
      () =>
        generateScript({
          ...smokeInput(),
          plan: {
            ...smokeInput().plan,
            scenarios: smokeInput().plan.scenarios.map((one) => ({ ...one, name: "a b" })),
          },
        }),
      "PA_PLAN_INVALID_VALUE",
    ],
    [
      "a scenario to try that is not declared",
      () => generateTryScript({ ...smokeInput(), scenario: "other" }),
      "PA_PLAN_UNKNOWN_NAME",
    ],
    [
      "a data set without rows",
      () => {
        const { set, rows } = dataSet("d", [], ["a"]);
        return generateScript(
          input(
            plan("p", {
              data: [set],
              endpoints: [endpoint("a", "/{d.a}")],
              scenarios: [
                scenario("main", iterations(1, 1), {
                  kind: "mix",
                  entries: [{ endpoint: "a", weight: 1 }],
                  think: null,
                }),
              ],
            }),
            [rows],
          ),
        );
      },
      "PA_DATA_EMPTY",
    ],
  ])("%s", (_, generate, code) => {
    expect(generate).toThrow(code);
  });
});
