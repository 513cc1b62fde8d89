import { describe, expect, it } from "vitest";
import { mistakesOf, understandForTest } from "../../../test/support/understood-plan.ts";

/** What would end a line, steer a terminal, or turn text round where it is printed. */
const unprintable = [
  "a\nb",
  "a\rb",
  "a\u0000b",
  "a\u001b[2Jb",
  "a\u0085b",
  "a\u2028b",
  "a\u2029b",
  "a\u202eb",
  "a\u2066b",
];

/** What flags and CI systems would understand, were it printed or passed bare. Harmless as a value. */
const harmless = [
  "--out",
  "-e",
  "::error::x",
  "##[error]x",
  "##teamcity[x]",
  "$(reboot)",
  "`x`",
  "%0A::set",
  "🚀",
  "a b",
];

const scenarios = "scenarios: { one: { load: { profile: smoke }, mix: { home: 1 } } }\n";
const home = "endpoints: { home: { path: / } }\n";

/** Where a name stands, as a plan with the name as JSON text in it, and its place. */
const places: readonly (readonly [string, (name: string) => string, string])[] = [
  ["the service", (name) => `target: local\nservice: ${name}\n${home}`, "2:10"],
  ["the name of a tag", (name) => `target: local\ntags: { ${name}: x }\n${home}`, "2:9"],
  ["the value of a tag", (name) => `target: local\ntags: { a: ${name} }\n${home}`, "2:12"],
  ["an endpoint", (name) => `target: local\nendpoints: { ${name}: { path: / } }\n`, "2:14"],
  [
    "the name of a tag of an endpoint",
    (name) => `target: local\nendpoints: { home: { path: /, tags: { ${name}: x } } }\n`,
    "2:39",
  ],
  [
    "the value of a tag of a scenario",
    (name) => `target: local\n${home}${scenarios.replace("} } }", `}, tags: { a: ${name} } } }`)}`,
    "3:76",
  ],
];

describe.each(places)("%s", (_, planWith, at) => {
  it.each(unprintable)("may not hold what begins a line or steers: %j", (name) => {
    const found = mistakesOf(() => understandForTest(planWith(JSON.stringify(name))));
    const [line, column] = at.split(":").map(Number);
    // A null byte is refused by the reader of documents, at its own place.
    const place = name.includes("\u0000") ? {} : { line, column };
    expect(found[0]).toMatchObject({ code: expect.stringMatching(/^PA_PLAN_/), ...place });
    // Nor does telling of it print it.
    expect(found.map(({ text }) => text).join("")).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
  });

  it.each(harmless)("may look like a flag or a command: %j", (name) => {
    expect(mistakesOf(() => understandForTest(planWith(JSON.stringify(name))))).toEqual([]);
  });
});

describe("names of other things", () => {
  it.each([
    ["a plan", `name: "--vus"\ntarget: local\n${home}`, "1:7"],
    ["a plan", `name: "a\\nb"\ntarget: local\n${home}`, "1:7"],
    ["a scenario", `target: local\n${home}${scenarios.replace("one", '"::x"')}`, "3:14"],
    ["a data set", `target: local\ndata: { run: { file: a.csv } }\n${home}`, "2:9"],
    ["a tag with the sign between name and value", `target: local\ntags: { "a=b": c }\n${home}`, "2:9"],
    ["an empty tag", `target: local\ntags: { "": c }\n${home}`, "2:9"],
    ["a header", `target: local\ndefaults: { headers: { "a b": c } }\n${home}`, "2:24"],
    ["a header's value", `target: local\ndefaults: { headers: { a: "b\\r\\nx: y" } }\n${home}`, "2:27"],
    ["a variable of the environment", `target: local\nsecrets: { a: { env: "A=B" } }\n${home}`, "2:22"],
    ["a secret's file", `target: local\nsecrets: { a: { file: "a\\nb" } }\n${home}`, "2:23"],
    ["a part's type", 'target: local\nendpoints: { home: { path: /, raw: { text: a, type: "a\\nb" } } }', "2:53"],
  ])("are refused: %s", (_, text, at) => {
    const found = mistakesOf(() => understandForTest(text));
    expect(`${String(found[0]?.line)}:${String(found[0]?.column)}`).toBe(at);
    expect(found[0]?.code).toBe("PA_PLAN_INVALID_VALUE");
  });

  it.each(["name", "scenario", "status", "error_code", "expected_response", "kind", "detail", "url"])(
    "are refused for tags of samples, as results could be forged with them: %s",
    (name) => {
      const endpoint = `target: local\nendpoints: { home: { path: /, tags: { ${name}: x } } }\n`;
      expect(mistakesOf(() => understandForTest(endpoint))).toMatchObject([
        { code: "PA_PLAN_INVALID_VALUE", line: 2, column: 39 },
      ]);
      const scenario = `target: local\n${home}${scenarios.replace("} } }", `}, tags: { ${name}: x } } }`)}`;
      expect(mistakesOf(() => understandForTest(scenario))).toMatchObject([
        { code: "PA_PLAN_INVALID_VALUE", line: 3, column: 73 },
      ]);
      // A tag of the run is no tag of samples.
      expect(mistakesOf(() => understandForTest(`target: local\ntags: { ${name}: x }\n${home}`))).toEqual([]);
    },
  );
});
