import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planDocumentSchema } from "../../contract/plan-document.ts";
import { testPlanSchema, type Endpoint, type TestPlan } from "../../contract/test-plan.ts";
import { plainValue, readDocument } from "./document-reader.ts";
import { mistakesOf, testFiles, understandForTest } from "../../../test/support/understood-plan.ts";
import { filesOf } from "./understand-plan.ts";

const page = readFileSync(new URL("../../../docs/formats/plan.md", import.meta.url), "utf8");
const [shortest = "", full = "", cleaning = ""] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
  ([, text]) => text ?? "",
);
const files = testFiles({
  "data/users.csv": "name,password\nana,secret-1\nbo,secret-2\n",
  "data/products.json": '[{"id":"7","name":"lamp"},{"id":8,"name":"chair"}]',
  "data/photo.jpg": "jpeg",
});

function endpoint(plan: TestPlan, name: string): Endpoint {
  const found = plan.endpoints.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no endpoint ${name}`);
  return found;
}

describe("the full plan of the format's page", () => {
  const { plan, data, warnings } = understandForTest(full, { files });

  it("is a plan as typed and gives a plan as understood, without a warning", () => {
    expect(planDocumentSchema.safeParse(readDocument(full, "plan.yaml").value).error).toBeUndefined();
    expect(testPlanSchema.parse(plan)).toEqual(plan);
    expect(warnings).toEqual([]);
  });

  it("names its files", () => {
    expect(filesOf(full, "plan.yaml")).toEqual(["data/users.csv", "data/products.json", "data/photo.jpg"]);
    expect(plan.files).toEqual([{ path: "data/photo.jpg", sha256: "0".repeat(64), bytes: 4 }]);
  });

  it("takes the target from the environment", () => {
    expect(plan.target).toEqual({
      environment: "perf",
      baseUrl: "https://shop.perf.example.test",
      others: { idp: "https://login.perf.example.test" },
      tlsCaFile: "certs/ca.pem",
    });
  });

  it("types the rows", () => {
    expect(data).toEqual([
      {
        dataSet: "users",
        columns: ["name", "password"],
        rows: [
          ["ana", "secret-1"],
          ["bo", "secret-2"],
        ],
      },
      {
        dataSet: "products",
        columns: ["id", "name"],
        rows: [
          [7, "lamp"],
          [8, "chair"],
        ],
      },
    ]);
    expect(plan.data.map(({ name, mode, atEnd, masked }) => ({ name, mode, atEnd, masked }))).toEqual([
      { name: "users", mode: "unique", atEnd: "recycle", masked: ["password"] },
      { name: "products", mode: "random", atEnd: "recycle", masked: [] },
    ]);
  });

  it("sends the isolation header with every request, so that reads see what the test wrote", () => {
    const isolated = plan.endpoints.filter(({ headers }) => headers.some(([name]) => name === "x-test-tenant"));
    expect(isolated.map(({ name }) => name)).toEqual(plan.endpoints.map(({ name }) => name));
  });

  it("leaves the endpoints of the login without an auth of their own", () => {
    expect(endpoint(plan, "login").auth).toBeNull();
    expect(endpoint(plan, "renew").auth).toBeNull();
    expect(endpoint(plan, "checkout").auth).toBeUndefined();
  });

  it("understands bodies, expectations and extracts", () => {
    expect(endpoint(plan, "login").body).toEqual({
      kind: "json",
      value: {
        object: [
          ["user", { template: [{ ref: "users.name" }] }],
          ["password", { template: [{ ref: "users.password" }] }],
        ],
      },
    });
    expect(endpoint(plan, "login").expect).toEqual({
      status: [{ from: 200, to: 200 }],
      contains: [["token"]],
      json: [],
      headers: [],
      maxBytes: 64_000,
    });
    expect(endpoint(plan, "checkout").expect.json).toEqual([
      { path: "$.total", test: { kind: "compare", operator: ">", value: 0 } },
    ]);
    expect(endpoint(plan, "photo").expect.status).toEqual([{ from: 200, to: 299 }]);
    expect(endpoint(plan, "photo").body).toEqual({
      kind: "multipart",
      parts: [
        { name: "title", value: ["mine"] },
        { name: "file", file: "data/photo.jpg", type: "image/jpeg", filename: "photo.jpg" },
      ],
    });
    expect(endpoint(plan, "list-products").extract).toEqual([
      { name: "productId", from: "jsonpath", expression: "$.items[*].id", pick: "random" },
    ]);
    expect(endpoint(plan, "list-products").query).toEqual([["page", ["1"]]]);
  });

  it("shares a pool among its scenarios", () => {
    expect(plan.scenarios.map(({ name, rows }) => ({ name, rows }))).toEqual([
      { name: "browse", rows: [{ dataSet: "products", offset: 0, stride: 2, drawsPerIteration: 1 }] },
      {
        name: "buy",
        rows: [
          { dataSet: "users", offset: 0, stride: 1, drawsPerIteration: 1 },
          { dataSet: "products", offset: 1, stride: 2, drawsPerIteration: 4 },
        ],
      },
    ]);
  });

  it("is a smoke test locally, by its overlay", () => {
    const local = understandForTest(full, { files, environment: "local" }).plan;
    expect(local.target.baseUrl).toBe("http://127.0.0.1:8080");
    expect(local.scenarios.map(({ load }) => [load.model, load.profile, load.drainMs])).toEqual([
      ["closed", "smoke", 30_000],
      ["closed", "smoke", 20_000],
    ]);
  });

  it("is understood from JSON as from YAML", () => {
    const json = JSON.stringify(plainValue(readDocument(full, "plan.yaml").root), null, 2);
    expect(understandForTest(json, { files }).plan).toEqual(plan);
  });
});

describe("the shortest plan", () => {
  it("is one virtual user for half a minute", () => {
    const { plan } = understandForTest(shortest, { file: "some dir/my plan.yaml" });
    expect(plan.name).toBe("my-plan");
    expect(plan.target.environment).toBe("local");
    expect(plan.scenarios).toHaveLength(1);
    expect(plan.scenarios[0]).toMatchObject({
      name: "smoke",
      load: {
        model: "closed",
        profile: "smoke",
        stages: [
          { toVus: 1, durationMs: 0 },
          { toVus: 1, durationMs: 30_000 },
        ],
      },
      work: { kind: "mix", entries: [{ endpoint: "home", weight: 1 }] },
    });
  });

  it.each(["http://127.0.0.1:9999/base/", "local"])("takes a text as target: %s", (target) => {
    const { plan } = understandForTest(`target: ${target}\nendpoints: { home: { path: / } }`);
    expect(plan.target.baseUrl).toBe(target === "local" ? "http://127.0.0.1:8080" : "http://127.0.0.1:9999/base");
  });
});

describe("the plan of the page's clean-up", () => {
  it("is accepted as printed", () => {
    expect(planDocumentSchema.safeParse(readDocument(cleaning, "plan.yaml").value).error).toBeUndefined();
    const { plan, warnings } = understandForTest(cleaning);
    expect(warnings).toEqual([]);
    expect(testPlanSchema.parse(plan)).toEqual(plan);
    expect(plan).toMatchObject({
      isolation: { kind: "prefix", value: ["perf-", { ref: "run.id" }, "-"] },
      leftovers: { endpoint: "count-items", count: "$.total" },
    });
  });
});

describe("files of a plan", () => {
  it("are those of overlays and overrides too, and never outside of its folder", () => {
    const text = `data: { a: { file: a.csv }, b: { file: ../b.csv }, c: { file: /etc/passwd } }
overlays: { perf: { data: { a: { file: perf.csv } } } }`;
    expect(filesOf(text, "plan.yaml")).toEqual(["a.csv", "perf.csv"]);
    expect(filesOf(text, "plan.yaml", ["data.a.file=other.csv"])).toEqual(["other.csv"]);
  });

  it("are none when the plan does not parse", () => {
    expect(filesOf("data: [", "plan.yaml")).toEqual([]);
  });
});

const base = `target: { environment: local }
endpoints:
  home: { path: / }
  item: { path: "/items/{id}" }
  list: { path: /items, extract: { id: { jsonpath: "$[0].id" } } }
`;
const scenario = (text: string): string => `${base}scenarios:\n  one:\n    load: { profile: smoke }\n    ${text}\n`;
const load = (text: string): string =>
  `target: local\nendpoints: { home: { path: / } }\nscenarios:\n  one: { mix: { home: 1 }, load: ${text} }\n`;
const one = (endpointText: string): string => `target: local\nendpoints:\n  home: ${endpointText}\n`;
const auth = (text: string, home = "{ path: / }"): string =>
  `target: local\nauth: ${text}\nendpoints:\n  home: ${home}\n  login: { path: /login, extract: { token: { jsonpath: $.t } } }\nscenarios: { one: { load: { profile: smoke }, auth: a, mix: { home: 1, login: 1 } } }\n`;
const data = (text: string, used = "{d.a}", rest = "profile: smoke"): string =>
  `target: local\ndata:\n  d: ${text}\nendpoints: { home: { path: "/${used}" } }\nscenarios:\n  one: { mix: { home: 1 }, load: { ${rest} } }\n`;
const csv = testFiles({
  "d.csv": "a,b\n1,2\n3,4\n",
  "ragged.csv": 'a,b\n"x\ny",2\n3\n',
  "empty.csv": "a,b\n",
  "d.json": "{}",
  "nested.json": '[{"a":[1]}]',
});

/** What is wrong, the plan, and the code, line and column that must be told, with a word of the text. */
const mistakes: readonly (readonly [string, string, string, string])[] = [
  [
    "unknown field of an endpoint",
    one("{ path: /, exctract: {} }"),
    "PA_PLAN_UNKNOWN_FIELD 3:20",
    'Did you mean "extract"?',
  ],
  [
    "unknown field of the plan",
    `${scenario("journey: [home, list, item]")}szenarios: {}\n`,
    "PA_PLAN_UNKNOWN_FIELD 10:1",
    'Did you mean "scenarios"?',
  ],
  [
    "unknown endpoint",
    scenario("journey: [lst]"),
    "PA_PLAN_UNKNOWN_NAME 9:15",
    'Did you mean "list"? Declared: home, item, list.',
  ],
  [
    "unknown environment",
    "target: { environment: pref }\nendpoints: { home: { path: / } }",
    "PA_PLAN_UNKNOWN_NAME 1:24",
    'Did you mean "perf"?',
  ],
  [
    "production without a URL",
    "target: prod\nendpoints: { home: { path: / } }",
    "PA_GUARD_PRODUCTION 1:9",
    "production",
  ],
  ["no target", "endpoints: { home: { path: / } }", "PA_PLAN_MISSING_FIELD 1:1", "target"],
  ["no endpoints", "target: local", "PA_PLAN_MISSING_FIELD 1:1", "endpoints"],
  ["no path", one("{ method: GET }"), "PA_PLAN_MISSING_FIELD 3:9", "path"],
  ["path without slash", one("{ path: items }"), "PA_PLAN_INVALID_VALUE 3:17", 'begins with "/"'],
  ["path with a host", one('{ path: "http://a.test/" }'), "PA_PLAN_INVALID_VALUE 3:17", "host"],
  ["unknown method", one("{ path: /, method: FETCH }"), "PA_PLAN_INVALID_VALUE 3:28", "GET, HEAD"],
  ["duration without unit", one("{ path: /, timeout: 10 }"), "PA_PLAN_INVALID_VALUE 3:29", "such as 250ms, 10s"],
  ["duration of no length", one("{ path: /, timeout: 0s }"), "PA_PLAN_INVALID_VALUE 3:29", "longer than 0s"],
  ["two bodies", one("{ path: /, json: 1, raw: x }"), "PA_PLAN_INVALID_VALUE 3:29", "two bodies"],
  [
    "unquoted variable",
    one("{ path: /, headers: { a: {token} } }"),
    "PA_PLAN_BRACES 3:34",
    'write "{token}" in quotes',
  ],
  ["unquoted variable in a body", one("{ path: /, json: { a: {token} } }"), "PA_PLAN_BRACES 3:31", "{token}"],
  ["unquoted variable in a text", one("{ path: /items/{id} }"), "PA_PLAN_BRACES 3:24", "{id}"],
  ["unknown host", one("{ path: /, at: idp }"), "PA_PLAN_UNKNOWN_NAME 3:24", "others"],
  ["bad status", one("{ path: /, expect: { status: 20x } }"), "PA_PLAN_INVALID_VALUE 3:38", "2xx"],
  ["bad size", one("{ path: /, expect: { maxBytes: 64KB } }"), "PA_PLAN_INVALID_VALUE 3:40", "64kB"],
  ["bad comparison", one('{ path: /, expect: { json: { $.a: "> many" } } }'), "PA_PLAN_INVALID_VALUE 3:43", "> 0"],
  ["bad JSON path", one("{ path: /, expect: { json: { a.b: 1 } } }"), "PA_PLAN_INVALID_VALUE 3:38", "$.field"],
  [
    "extract from nowhere",
    one("{ path: /, extract: { a: { pick: first } } }"),
    "PA_PLAN_MISSING_FIELD 3:34",
    "jsonpath",
  ],
  [
    "extract from two",
    one("{ path: /, extract: { a: { jsonpath: $.a, cookie: b } } }"),
    "PA_PLAN_INVALID_VALUE 3:59",
    "keep one",
  ],
  [
    "bad pattern",
    one('{ path: /, extract: { a: { regex: "(" } } }'),
    "PA_PLAN_INVALID_VALUE 3:43",
    "regular expression",
  ],
  [
    "a pattern that can take for ever",
    one('{ path: /, extract: { a: { regex: "(a+)+" } } }'),
    "PA_PLAN_PATTERN 3:43",
    "repeats (a+)+",
  ],
  [
    "a pattern of a thousand characters and one",
    one(`{ path: /, extract: { a: { regex: "${"a".repeat(1001)}" } } }`),
    "PA_PLAN_PATTERN 3:43",
    "more than 1000 characters",
  ],
  [
    "upload outside",
    one("{ path: /, multipart: { f: { file: ../x } } }"),
    "PA_PLAN_INVALID_VALUE 3:44",
    "inside the plan's folder",
  ],
  ["upload missing", one("{ path: /, multipart: { f: { file: x.jpg } } }"), "PA_DATA_FILE_MISSING 3:44", "x.jpg"],
  ["null byte", one('{ path: /, raw: "a\\0b" }'), "PA_PLAN_INVALID_VALUE 3:25", "null byte"],
  [
    "the same endpoint twice",
    "target: local\nendpoints:\n  home: { path: / }\n  home: { path: /b }",
    "PA_PLAN_DUPLICATE 4:3",
    "first in line 3",
  ],
  [
    "secret as a value",
    "target: local\nsecrets: { a: hunter2 }\nendpoints: { home: { path: / } }",
    "PA_PLAN_INVALID_VALUE 2:15",
    '"***"',
  ],
  ["endpoint never used", scenario("mix: { home: 1, list: 1 }"), "PA_PLAN_UNUSED 4:3", '"item"'],
  [
    "undefined variable",
    scenario("journey: [home, item, list]"),
    "PA_PLAN_UNDEFINED_VARIABLE 4:17",
    'endpoint "item" in scenario "one"',
  ],
  [
    "variable of another request of a mix",
    scenario("mix: { home: 1, list: 1, item: 1 }"),
    "PA_PLAN_UNDEFINED_VARIABLE 4:17",
    "a mix",
  ],
  [
    "variable of a chance",
    scenario("journey: [home, { chance: 50%, do: [list] }, item]"),
    "PA_PLAN_UNDEFINED_VARIABLE 4:17",
    "nothing before it defines it",
  ],
  [
    "variable of a repetition that may not happen",
    scenario("journey: [home, { repeat: 0..2, do: [list] }, item]"),
    "PA_PLAN_UNDEFINED_VARIABLE 4:17",
    "{id}",
  ],
  [
    "unknown while",
    scenario("journey: [home, list, item, { repeat: 3, while: mroe, do: [item] }]"),
    "PA_PLAN_UNDEFINED_VARIABLE 9:53",
    "{mroe}",
  ],
  [
    "hmac variable outside of hmac",
    one('{ path: "/{request.path}" }'),
    "PA_PLAN_UNDEFINED_VARIABLE 3:17",
    "{request.path}",
  ],
  [
    "row in setup",
    'target: local\nsetup: [home]\ndata: { d: { file: d.csv } }\nendpoints: { home: { path: "/{d.a}" }, b: { path: / } }',
    "PA_PLAN_UNDEFINED_VARIABLE 4:28",
    "rows are taken",
  ],
  [
    "unknown step",
    scenario("journey: [home, list, item, { wait: 2s }]"),
    "PA_PLAN_UNKNOWN_FIELD 9:35",
    "not a kind of step",
  ],
  [
    "think turned around",
    scenario("journey: [home, list, item, { think: 3s..1s }]"),
    "PA_PLAN_INVALID_VALUE 9:42",
    "1s..3s",
  ],
  ["repeat without do", scenario("journey: [home, list, item, { repeat: 2 }]"), "PA_PLAN_MISSING_FIELD 9:33", "`do`"],
  [
    "chance without percent",
    scenario("journey: [home, list, item, { chance: 0.3, do: [home] }]"),
    "PA_PLAN_INVALID_VALUE 9:43",
    "30%",
  ],
  ["weight of 0", scenario("mix: { home: 0 }"), "PA_PLAN_INVALID_VALUE 9:18", "above 0"],
  ["mix and journey", scenario("mix: { home: 1 }\n    journey: [home]"), "PA_PLAN_INVALID_VALUE 10:5", "keep one"],
  ["neither", scenario("tags: {}"), "PA_PLAN_MISSING_FIELD 8:5", "neither"],
  ["a load of no form", load("{ drain: 1s }"), "PA_PLAN_MISSING_FIELD 4:34", "`profile`"],
  ["unknown profile", load("{ profile: laod }"), "PA_PLAN_INVALID_VALUE 4:45", 'Did you mean "load"?'],
  ["field of another profile", load("{ profile: smoke, rampUp: 1s }"), "PA_PLAN_UNKNOWN_FIELD 4:52", "profile smoke"],
  ["rate and users", load("{ profile: load, rate: 1/s, vus: 1 }"), "PA_PLAN_INVALID_VALUE 4:62", "keep one"],
  ["neither rate nor users", load("{ profile: load }"), "PA_PLAN_MISSING_FIELD 4:34", "`rate`"],
  ["rate without unit", load("{ profile: load, rate: 200 }"), "PA_PLAN_INVALID_VALUE 4:57", "200/s"],
  ["breakpoint without top", load("{ profile: breakpoint }"), "PA_PLAN_MISSING_FIELD 4:34", "`upTo`"],
  ["stages that never rise", load("{ vus: [ { to: 0, over: 1m } ] }"), "PA_PLAN_INVALID_VALUE 4:41", "rise above 0"],
  ["stage without length", load("{ arrivalRate: [ { to: 1/s } ] }"), "PA_PLAN_MISSING_FIELD 4:51", "`over`"],
  [
    "more users than shared iterations",
    load("{ iterations: 2, vus: 3 }"),
    "PA_PLAN_INVALID_VALUE 4:56",
    "no more than its 2",
  ],
  ["auth of no kind", auth("{ a: { headers: { x: y } } }"), "PA_PLAN_MISSING_FIELD 2:12", "no kind"],
  [
    "auth with a foreign field",
    auth("{ a: { basic: { user: u, password: p }, renewAfter: 1m } }"),
    "PA_PLAN_UNKNOWN_FIELD 2:47",
    "by `basic`",
  ],
  [
    "login that needs itself",
    auth("{ a: { login: home, headers: { x: y } } }", "{ path: /, auth: a }"),
    "PA_PLAN_CYCLE 2:9",
    "a -> a",
  ],
  ["unknown auth", auth("{}"), "PA_PLAN_UNKNOWN_NAME 6:53", "None is declared."],
  [
    "header that the login does not extract",
    auth('{ a: { login: login, headers: { x: "{tokn}" } } }'),
    "PA_PLAN_UNDEFINED_VARIABLE 2:42",
    'Did you mean "token"?',
  ],
  ["unknown column", data("{ file: d.csv }", "{d.c}"), "PA_DATA_COLUMN_UNKNOWN 4:28", "Columns: a, b."],
  ["unknown masked column", data("{ file: d.csv, masked: [c] }"), "PA_DATA_COLUMN_UNKNOWN 3:30", '"c"'],
  ["data set without a column", data("{ file: d.csv }", "{d}"), "PA_PLAN_UNDEFINED_VARIABLE 4:28", "{d.a}"],
  ["data file missing", data("{ file: e.csv }"), "PA_DATA_FILE_MISSING 3:14", "e.csv"],
  ["unique for a closed model", data("{ file: d.csv, mode: unique }"), "PA_DATA_NOT_ENOUGH 3:3", "atEnd"],
  [
    "unique with too few rows",
    data("{ file: d.csv, mode: unique }", "{d.a}", "iterations: 3"),
    "PA_DATA_NOT_ENOUGH 3:3",
    "has 2 rows, but the load takes 3",
  ],
  [
    "random that refuses",
    data("{ file: d.csv, mode: random, atEnd: refuse }", "{d.a}", "iterations: 1"),
    "PA_PLAN_INVALID_VALUE 3:42",
    "no end",
  ],
  ["not a map", "- a", "PA_PLAN_SYNTAX 1:1", "map of fields"],
];

describe("mistakes", () => {
  it.each(mistakes)("%s", (_, text, at, word) => {
    const found = mistakesOf(() => understandForTest(text, { files: csv }));
    expect(found.map(({ code, line, column }) => `${code} ${String(line)}:${String(column)}`)).toEqual([at]);
    expect(found[0]?.text).toContain(word);
    expect(found[0]?.file).toBe("plan.yaml");
  });

  it.each([
    ["ragged.csv", "PA_DATA_RAGGED 4", "2 columns, but this row has 1 fields"],
    ["empty.csv", "PA_DATA_EMPTY 1", "no row"],
    ["d.json", "PA_DATA_SYNTAX 1", "array of flat objects"],
    ["nested.json", "PA_DATA_SYNTAX 1", "not a plain value"],
  ])("in the data file %s", (file, at, word) => {
    const found = mistakesOf(() => understandForTest(data(`{ file: ${file} }`), { files: csv }));
    expect(found.map(({ code, line }) => `${code} ${String(line)}`)).toEqual([at]);
    expect(found[0]?.file).toBe(file);
    expect(found[0]?.text).toContain(word);
  });

  it("are told all at once, in the order of the plan", () => {
    const text = scenario("journey: [hom, { think: 5 }]\n    colour: red");
    expect(mistakesOf(() => understandForTest(text)).map(({ code, line }) => `${code} ${String(line)}`)).toEqual([
      "PA_PLAN_UNKNOWN_NAME 9",
      "PA_PLAN_INVALID_VALUE 9",
      "PA_PLAN_UNKNOWN_FIELD 10",
    ]);
  });

  it("of a value in an overlay point at the overlay", () => {
    const text = `${scenario("journey: [home, list, item]")}overlays:\n  local: { endpoints: { home: { timeout: 5 } } }\n`;
    expect(mistakesOf(() => understandForTest(text))).toMatchObject([
      { code: "PA_PLAN_INVALID_VALUE", line: 11, column: 42 },
    ]);
  });

  it("of an overlay that is not chosen are found too", () => {
    const text = `${scenario("journey: [home, list, item]")}overlays:\n  perf: { scenarios: { one: { load: { vus: many } } } }\n`;
    expect(mistakesOf(() => understandForTest(text))).toMatchObject([
      { code: "PA_PLAN_INVALID_VALUE", line: 11, column: 44 },
    ]);
  });

  it.each([
    ["a step", full.replace("- list-products", "- lst-products"), "PA_PLAN_UNKNOWN_NAME"],
    [
      "a field",
      full.replace(/extract: (\{ token: \{ jsonpath: \$\.token \} \}\n)/, "exctract: $1"),
      "PA_PLAN_UNKNOWN_FIELD",
    ],
  ])("that follow from %s that is misspelt are not told", (_, text, code) => {
    expect(mistakesOf(() => understandForTest(text, { files })).map((mistake) => mistake.code)).toEqual([code]);
  });

  it("of one place are told apart", () => {
    const text = one('{ path: "/{a}/{b}/{a}" }');
    expect(mistakesOf(() => understandForTest(text)).map((mistake) => /^\{\w+\}/.exec(mistake.text)?.[0])).toEqual([
      "{a}",
      "{b}",
    ]);
  });

  it("are the only way to fail, whatever the plan, and each has its place", () => {
    const lines = full.split("\n");
    const word = fc.constantFrom(...full.split(/[\s{}[\]:,"]+/), "", "null", "{", "[", "&a", "*a", "~", "-1", "1e99");
    const damage = fc.tuple(fc.nat(lines.length - 1), fc.nat(100), fc.nat(20), word);
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const damaged = [...lines];
        for (const [line, from, length, text] of damages) {
          const old = damaged[line] ?? "";
          damaged[line] = old.slice(0, from) + text + old.slice(from + length);
        }
        for (const { line, column, file } of mistakesOf(() => understandForTest(damaged.join("\n"), { files }))) {
          expect(file).toBe("plan.yaml");
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("never show the value of a secret", () => {
    const text = "target: local\nsecrets: { a: hunter2 }\nendpoints: { home: { path: / } }";
    expect(JSON.stringify(mistakesOf(() => understandForTest(text)))).not.toContain("hunter2");
  });
});

describe("variables", () => {
  it.each([
    ["an earlier step", scenario("journey: [home, list, item]")],
    ["a repetition that happens", scenario("journey: [home, { repeat: 1..2, do: [list] }, item]")],
    ["setup", `${base}setup: [list]\nscenarios: { one: { load: { profile: smoke }, mix: { home: 1, item: 1 } } }`],
    ["the login", auth('{ a: { login: login, headers: { x: "{token}" } } }', '{ path: "/{token}" }')],
    ["an hmac", auth('{ a: { hmac: sha256, key: k, over: "{request.path}", headers: { x: "{request.signature}" } } }')],
  ])("come from %s", (_, text) => {
    expect(mistakesOf(() => understandForTest(text))).toEqual([]);
  });
});

describe("a unique data set", () => {
  it("is cut into blocks where its need is known", () => {
    const { plan } = understandForTest(
      'target: local\ndata: { d: { file: d.csv, mode: unique } }\nendpoints: { home: { path: "/{d.a}" } }\n' +
        "scenarios: { one: { load: { iterations: 1 }, mix: { home: 1 } }, two: { load: { iterations: 1 }, mix: { home: 1 } } }",
      { files: csv },
    );
    expect(plan.scenarios.map(({ rows }) => rows)).toEqual([
      [{ dataSet: "d", offset: 0, stride: 1, drawsPerIteration: 1 }],
      [{ dataSet: "d", offset: 1, stride: 1, drawsPerIteration: 1 }],
    ]);
  });
});

function loadsOf(text: string, overrides: string[]): unknown {
  return understandForTest(text, { overrides }).plan.scenarios.map((scenarioOfPlan) => scenarioOfPlan.load);
}

describe("overrides", () => {
  it("win over the plan, and keep the order of scenarios", () => {
    const text = `target: { environment: local }\nendpoints: { home: { path: / } }\nscenarios:\n  a: { mix: { home: 1 }, load: { profile: load, rate: 5/s } }\n  b: { mix: { home: 1 }, load: { iterations: 1 } }\n`;
    expect(loadsOf(text, ["scenarios.a.load.rate=7/s"])).toMatchObject([{ maxVus: 7 }, { iterations: 1 }]);
    expect(loadsOf(text, ["scenarios.a.load.profile=smoke"])).toMatchObject([{ profile: "smoke" }, { iterations: 1 }]);
    expect(understandForTest(text, { overrides: ["seed=9", 'endpoints."home".timeout=3s'] }).plan).toMatchObject({
      seed: 9,
      endpoints: [{ timeoutMs: 3000 }],
    });
    expect(understandForTest(text, { overrides: ["target.environment=perf"] }).plan.target.environment).toBe("perf");
  });

  it.each([
    ["scenarios.on.load.rate=7/s", "PA_PLAN_UNKNOWN_NAME", 'Did you mean "one"?'],
    ["scenarios.one.laod.rate=7/s", "PA_PLAN_UNKNOWN_FIELD", 'Did you mean "load"?'],
    ["scenarios.one.mix.home.x=1", "PA_PLAN_UNKNOWN_NAME", "no field"],
    ["nothing", "PA_USAGE", "path=value"],
    ["scenarios.one.load.rate=7", "PA_PLAN_INVALID_VALUE", "200/s"],
  ])("that mean nothing are refused: %s", (override, code, word) => {
    const found = mistakesOf(() => understandForTest(load("{ profile: load, rate: 5/s }"), { overrides: [override] }));
    expect(found.map((mistake) => mistake.code)).toEqual([code]);
    expect(found[0]?.file).toBe(`-o ${override}`);
    expect(found[0]?.text).toContain(word);
  });
});
