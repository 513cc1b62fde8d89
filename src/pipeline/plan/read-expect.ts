import { planFields } from "../../contract/plan-document.ts";
import { builtInVariables, isolationVariable, type Expect, type Extract } from "../../contract/test-plan.ts";
import { plainValue, type DocumentNode, type Place } from "./document-reader.ts";
import type { Notes } from "./notes.ts";
import { longestPattern, patternProblem } from "./pattern-problem.ts";
import { readHeaders } from "./read-pairs.ts";
import {
  checkPlainName,
  Fields,
  invalid,
  readEntries,
  readJson,
  readOneOf,
  readSize,
  readTemplate,
  readText,
} from "./read-values.ts";

const defaultStatus = [{ from: 200, to: 399 }];

/** What makes a response a success: status 2xx or 3xx unless said. */
export function readExpect(notes: Notes, node: DocumentNode | undefined, owner: string): Expect {
  if (node === undefined) return { status: defaultStatus, contains: [], json: [], headers: [], maxBytes: null };
  const what = `\`expect\` of ${owner}`;
  const fields = new Fields(notes, node, what, planFields.expect);
  const status = fields.node("status");
  const contains = fields.node("contains");
  const json = fields.node("json");
  const ranges = status === undefined ? [] : items(status).flatMap((item) => readStatus(notes, item, what) ?? []);
  return {
    status: ranges.length === 0 ? defaultStatus : ranges,
    contains: (contains === undefined ? [] : items(contains)).flatMap((item) => {
      const text = readTemplate(notes, item, `\`contains\` in ${what}`);
      return text === undefined ? [] : [text];
    }),
    json: (json === undefined ? [] : readEntries(notes, json, `\`json\` in ${what}`)).flatMap((entry) => {
      checkJsonPath(notes, entry.key, entry.keyPlace, what);
      const test = readJsonTest(notes, entry.node, `${entry.key} in ${what}`);
      return test === undefined ? [] : [{ path: entry.key, test }];
    }),
    headers: readHeaders(notes, fields.node("headers"), `\`headers\` in ${what}`),
    maxBytes: fields.read("maxBytes", readSize) ?? null,
  };
}

function items(node: DocumentNode): readonly DocumentNode[] {
  return node.kind === "list" ? node.items : [node];
}

function readStatus(notes: Notes, node: DocumentNode, what: string): Expect["status"][number] | undefined {
  const match = node.kind === "scalar" ? /^(?:([1-5])xx|([1-5]\d\d)(?:\.\.([1-5]\d\d))?)$/.exec(node.source) : null;
  const [, family, from, to] = match ?? [];
  if (family !== undefined) return { from: Number(family) * 100, to: Number(family) * 100 + 99 };
  if (from !== undefined && Number(from) <= Number(to ?? from)) return { from: Number(from), to: Number(to ?? from) };
  return invalid(
    notes,
    node,
    `\`status\` in ${what}`,
    "a status such as 200, a family such as 2xx, a range such as 200..204 or a list of them",
  );
}

const operators = ["<", "<=", ">", ">=", "==", "!="] as const;

type JsonTest = Expect["json"][number]["test"];

function readJsonTest(notes: Notes, node: DocumentNode, what: string): JsonTest | undefined {
  if (node.kind === "scalar" && typeof node.value === "string") {
    if (node.value === "present") return { kind: "present" };
    if (node.value === "absent") return { kind: "absent" };
    const [, operator, number] = /^(<=|>=|<|>|==|!=)\s*(-?\d+(?:\.\d+)?)$/.exec(node.value) ?? [];
    const known = operators.find((one) => one === operator);
    if (known !== undefined) return { kind: "compare", operator: known, value: Number(number) };
    if (/^[<>]|^[=!]=/.test(node.value)) return invalid(notes, node, what, 'a comparison with a number such as "> 0"');
  }
  const value = readJson(notes, node, what);
  return value === undefined ? undefined : { kind: "equals", value };
}

/** RFC 9535 without filters, slices and unions. */
const jsonPath =
  /^\$(?:\.{1,2}(?:[\p{L}\p{N}_$-]+|\*)|(?:\.\.)?\[(?:-?(?:0|[1-9]\d{0,8})|\*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\])*$/su;

/** Notes a text that is no JSONPath of the kind that scripts can follow. */
export function checkJsonPath(notes: Notes, path: string, place: Place, what: string): void {
  if (!jsonPath.test(path))
    notes.mistake(
      "PA_PLAN_INVALID_VALUE",
      place,
      `"${path}" in ${what} is not a path that can be read; write $.field, $.list[0], $.list[*].field or $..field`,
    );
}

/** A value of such a name could never be read. */
const takenNames: readonly string[] = [...builtInVariables, isolationVariable];

const sources = ["jsonpath", "header", "regex", "cookie"] as const;

/** Values that a response hands to later requests. */
export function readExtracts(notes: Notes, node: DocumentNode | undefined, owner: string): Extract[] {
  if (node === undefined) return [];
  return readEntries(notes, node, `\`extract\` of ${owner}`).flatMap(({ key: name, keyPlace, node: value }) => {
    checkPlainName(notes, keyPlace, "an extracted value", name);
    if (takenNames.includes(name))
      notes.mistake(
        "PA_PLAN_INVALID_VALUE",
        keyPlace,
        `an extracted value cannot be called "${name}", which is a variable of every plan`,
      );
    const what = `extract "${name}" of ${owner}`;
    const fields = new Fields(notes, value, what, planFields.extract);
    const [from, second] = sources.filter((one) => fields.has(one));
    const place = fields.node(second ?? from ?? "")?.place ?? fields.place;
    if (from === undefined) {
      if (value.kind === "map")
        notes.mistake("PA_PLAN_MISSING_FIELD", place, `${what} does not say where from: one of ${sources.join(", ")}`);
      return [];
    }
    if (second !== undefined)
      notes.mistake("PA_PLAN_INVALID_VALUE", place, `${what} has both \`${from}\` and \`${second}\`; keep one`);
    const expression = fields.read(from, readText) ?? "";
    if (from === "jsonpath") checkJsonPath(notes, expression, place, what);
    if (from === "regex") checkPattern(notes, expression, place, what);
    const pick = fields.read("pick", readOneOf(["first", "last", "random"])) ?? "first";
    const otherwise = fields.entry("default")?.node;
    return [{ name, from, expression, pick, ...(otherwise === undefined ? {} : { default: plainValue(otherwise) }) }];
  });
}

/** The script matches it against whatever the target answers. */
function checkPattern(notes: Notes, expression: string, place: Place, what: string): void {
  // What is too long is not even compiled.
  const problem = patternProblem(expression);
  if (expression.length <= longestPattern && !isPattern(expression))
    notes.mistake("PA_PLAN_INVALID_VALUE", place, `\`regex\` of ${what} is not a regular expression of JavaScript`);
  else if (problem !== null) notes.mistake("PA_PLAN_PATTERN", place, `\`regex\` of ${what} ${problem}`);
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
