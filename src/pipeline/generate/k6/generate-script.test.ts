import { parse, type Node } from "acorn";
import fc from "fast-check";
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
import { shopInput } from "../../../../test/support/shop-plan.ts";
import { generateScript, generateTryScript } from "./generate-script.ts";

const goldens: [string, () => ScriptBundle][] = [
  ["smoke", () => generateScript(smokeInput())],
  ["shop", () => generateScript(shopInput())],
  ["auth", () => generateScript(authInput())],
  ["everything", () => generateScript(everythingInput())],
  ["try-buy", () => generateTryScript({ ...shopInput(), scenario: "buy" })],
];

function scripts({ files }: ScriptBundle): [string, string][] {
  return files.flatMap((file): [string, string][] =>
    "text" in file && file.path.endsWith(".js") ? [[file.path, file.text]] : [],
  );
}

function parsed(text: string): Node & { body: unknown } {
  return parse(text, { ecmaVersion: 2023, sourceType: "module" });
}

/** Every node of a syntax tree. */
function* nodesOf(value: unknown): Generator<Record<string, unknown>> {
  if (value === null || typeof value !== "object") return;
  if (!Array.isArray(value) && "type" in value) yield value as Record<string, unknown>;
  for (const part of Object.values(value)) yield* nodesOf(part);
}

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
      const paths = new Set(bundle.files.map(({ path }) => path));
      for (const [path, text] of scripts(bundle)) {
        for (const node of nodesOf(parsed(text))) {
          expect(node["type"]).not.toBe("ImportExpression");
          if (node["type"] !== "ImportDeclaration") continue;
          const source = (node["source"] as { value: string }).value;
          if (!source.startsWith("k6")) {
            expect(paths).toContain(new URL(source, `file:///${path}`).pathname.slice(1));
            continue;
          }
          expect([
            "k6",
            "k6/http",
            "k6/execution",
            "k6/metrics",
            "k6/crypto",
            "k6/encoding",
            "k6/secrets",
            "k6/data",
          ]).toContain(source);
        }
      }
    },
  );

  test.each(goldens)("uses what it imports and declares, and imports what it uses: %s", (_, generate) => {
    for (const [path, text] of scripts(generate())) {
      const names = [...nodesOf(parsed(text))].flatMap((node) =>
        node["type"] === "Identifier" ? [String(node["name"])] : [],
      );
      const exported = new Set(
        [...text.matchAll(/export (?:async )?(?:const|function|class) (\w+)/gu)].map(([, name]) => name),
      );
      const declared = [...nodesOf(parsed(text))].flatMap((node) => {
        const type = String(node["type"]);
        const named = type === "ImportSpecifier" || type === "ImportDefaultSpecifier" ? node["local"] : node["id"];
        return type.startsWith("Import") || type === "FunctionDeclaration" || type === "VariableDeclarator"
          ? [(named as { name?: string } | undefined)?.name]
          : [];
      });
      for (const name of declared) {
        if (name === undefined || exported.has(name)) continue;
        // An import without a rename is two identifiers of its own.
        const own =
          new RegExp(`import [^;]*\\b${name}\\b[^;]*from`, "u").test(text) && !text.includes(`import ${name} from`)
            ? 2
            : 1;
        expect(names.filter((one) => one === name).length, `${path}: ${name}`).toBeGreaterThan(own);
      }
    }
  });

  test("the plans used here are plans", () => {
    for (const { plan: one } of [smokeInput(), shopInput(), authInput(), everythingInput()])
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

  test("holds any text that a plan may hold", () => {
    const anyText = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
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
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const script = generateScript(
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
        const [main] = scripts(script);
        const text = main?.[1] ?? "";
        expect(text).not.toMatch(/[\u2028\u2029\u202e]|<\/script/u);
        const literals = [...nodesOf(parsed(text))].flatMap((node) =>
          node["type"] === "Literal" ? [node["value"]] : [],
        );
        expect(literals).toContain(one);
        expect(literals).toContain(other);
      }),
      { numRuns: 200 },
    );
  });
});

describe("what a script cannot hold is refused", () => {
  const withEndpoint = (more: Parameters<typeof endpoint>[2]) => () =>
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
