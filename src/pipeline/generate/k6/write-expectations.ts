import { PerfAgentError } from "../../../contract/errors.ts";
import type { Endpoint, Expect, Extract, JsonTemplate, TestPlan } from "../../../contract/test-plan.ts";
import { parseJsonPath } from "./parse-json-path.ts";
import type { ScriptWriter } from "./script-writer.ts";
import { print, quote, type Code } from "./write-code.ts";
import { jsonCode, plainJsonCode, showTemplate, textCode } from "./write-template.ts";

/** 2xx or 3xx, what a plan gets that says nothing. */
export function isDefaultStatus(status: Expect["status"]): boolean {
  const ranges = status.toSorted((one, other) => one.from - other.from);
  let reached = 199;
  for (const { from, to } of ranges) if (from <= reached + 1) reached = Math.max(reached, to);
  return reached === 399 && ranges[0]?.from === 200;
}

/** "status is 200 or 201", "status is 2xx or 3xx". */
export function statusText(status: Expect["status"]): string {
  const names = status.flatMap(({ from, to }) => {
    if (from === to) return [String(from)];
    if (from % 100 === 0 && to % 100 === 99)
      return Array.from({ length: (to - from + 1) / 100 }, (_, index) => `${from / 100 + index}xx`);
    return [`${from} to ${to}`];
  });
  return `status is ${names.join(" or ")}`;
}

/** In which form the script reads the response body; "none" lets k6 throw it away. */
export function bodyNeeded({ name, expect, extract }: Endpoint, plan: TestPlan): "none" | "text" | "binary" {
  const needsText =
    plan.leftovers?.endpoint === name ||
    expect.contains.length > 0 ||
    expect.json.length > 0 ||
    extract.some(({ from }) => from === "jsonpath" || from === "regex");
  if (needsText) return "text";
  return expect.maxBytes === null ? "none" : "binary";
}

/** Expectations other than of the status, each as [text, (answer, pass) => boolean]. */
export function expectationsCode({ expect }: Endpoint, writer: ScriptWriter): Code[] {
  const codes: Code[] = [];
  const add = (text: string, test: string, ...features: string[]): void => {
    const parameters = /\bpass\b/u.test(test) ? "(answer, pass)" : "(answer)";
    codes.push({ array: [quote(text), `${parameters} => ${test}`] });
    for (const feature of ["expect", "check", "expectations", "answer", ...features]) writer.features.add(feature);
    if (writer.trying) writer.features.add("tryExpect");
  };
  for (const template of expect.contains)
    add(
      `body contains ${JSON.stringify(showTemplate(template))}`,
      `answer.text.includes(${textCode(template, writer)})`,
    );
  for (const { path, test } of expect.json) {
    const steps = print(pathCode(path, writer));
    const every = (condition: string): string => `answer.every(${steps}, (value) => ${condition})`;
    switch (test.kind) {
      case "present":
        add(`${path} is present`, `answer.all(${steps}).length > 0`, "jsonBody");
        break;
      case "absent":
        add(`${path} is absent`, `answer.json !== null && answer.all(${steps}).length === 0`, "jsonBody");
        break;
      case "equals": {
        const wanted = print(jsonCode(test.value, writer));
        const same = isScalarLiteral(test.value)
          ? `value === ${wanted}`
          : `${writer.use("json-path", "same", "sameJson")}(value, ${wanted})`;
        add(`${path} is ${showJson(test.value)}`, every(same), "jsonBody", "jsonExpect");
        break;
      }
      case "compare": {
        const operator = test.operator === "==" ? "===" : test.operator === "!=" ? "!==" : test.operator;
        add(
          `${path} ${test.operator} ${test.value}`,
          every(`typeof value === "number" && value ${operator} ${JSON.stringify(test.value)}`),
          "jsonBody",
          "jsonExpect",
        );
        break;
      }
    }
  }
  for (const [name, template] of expect.headers)
    add(
      `header ${name} is ${JSON.stringify(showTemplate(template))}`,
      `answer.header(${quote(name)})[0] === ${textCode(template, writer)}`,
      "header",
    );
  if (expect.maxBytes !== null) add(`at most ${expect.maxBytes} bytes`, `answer.bytes <= ${expect.maxBytes}`, "bytes");
  return codes;
}

/** A path that was taken apart, for `answer.all`. */
export function pathCode(path: string, writer: ScriptWriter): Code {
  writer.features.add("jsonBody").add("answer");
  return {
    array: parseJsonPath(path).map((step) => {
      if (typeof step === "string") return quote(step);
      return typeof step === "number" ? String(step) : writer.use("json-path", step.step);
    }),
  };
}

function isScalarLiteral(value: JsonTemplate): boolean {
  if (value === null || typeof value !== "object") return true;
  return "template" in value && value.template.every((part) => typeof part === "string");
}

function showJson(value: JsonTemplate): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if ("template" in value) return JSON.stringify(showTemplate(value.template));
  if ("array" in value) return `[${value.array.map((entry) => showJson(entry)).join(",")}]`;
  return `{${value.object.map(([name, part]) => `${JSON.stringify(name)}:${showJson(part)}`).join(",")}}`;
}

/** Values taken out of a response. */
export function extractsCode(extracts: readonly Extract[], writer: ScriptWriter): Code[] {
  for (const feature of ["extract", "expectations", "answer"]) writer.features.add(feature);
  if (writer.trying) writer.features.add("tryExtract");
  return extracts.map((extract) => {
    const parts: [string, Code][] = [
      ["name", quote(extract.name)],
      ["find", `(answer) => ${findCode(extract, writer)}`],
    ];
    if (extract.pick !== "first") parts.push(["pick", quote(extract.pick)]);
    if (extract.pick === "random") {
      parts.push(["place", String(writer.place())]);
      writer.features.add("pickRandom");
    }
    if (extract.default !== undefined) parts.push(["otherwise", plainJsonCode(extract.default)]);
    return { object: parts };
  });
}

function findCode({ from, expression }: Extract, writer: ScriptWriter): string {
  switch (from) {
    case "jsonpath":
      return `answer.all(${print(pathCode(expression, writer))})`;
    case "header":
      writer.features.add("header");
      return `answer.header(${quote(expression)})`;
    case "cookie":
      writer.features.add("cookie");
      return `answer.cookie(${quote(expression)})`;
    default:
      writer.features.add("regex");
      return `answer.matches(${regexCode(expression)})`;
  }
}

function regexCode(expression: string): string {
  try {
    const { source } = new RegExp(expression, "g");
    return `/${source.replaceAll(/[^\u0020-\u007e]/gu, (unit) => escapeUnits(unit))}/g`;
  } catch (error) {
    throw PerfAgentError.of(
      "PA_PLAN_INVALID_VALUE",
      `${JSON.stringify(expression)} is not a regular expression: ${error instanceof Error ? error.message : "unknown"}`,
    );
  }
}

function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}
