import { PerfAgentError } from "../../../contract/errors.ts";
import { isolationVariable, type JsonTemplate, type Template } from "../../../contract/test-plan.ts";
import type { ScriptWriter } from "./script-writer.ts";
import { quote, type Code } from "./write-code.ts";

/** The value of a variable as an expression; `isText` when it is always a string. */
function reference(ref: string, writer: ScriptWriter): { code: string; isText: boolean; mayMiss?: true } {
  switch (ref) {
    case "run.id":
      return { code: writer.use("pass", "runId"), isText: true };
    case "uuid":
      return { code: `${writer.use("pass", "uuid", "uuid")}(pass)`, isText: true };
    case "now.ms":
      return { code: "Date.now()", isText: false };
    case "now.iso":
      return { code: "new Date().toISOString()", isText: true };
    case "vu":
      return { code: "pass.vu", isText: false };
    case "iteration":
      return { code: "pass.iteration", isText: false };
    case isolationVariable:
      return { code: textCode(isolationOf(writer), writer), isText: true };
    default:
  }
  const dot = ref.indexOf(".");
  const [first, rest] = [ref.slice(0, Math.max(dot, 0)), ref.slice(dot + 1)];
  if (first === "secrets") return { code: `${writer.use("secrets", "secret")}(${quote(rest)})`, isText: true };
  if (first === "request") return { code: `request.${rest}`, isText: true };
  if (writer.plan.data.some(({ name }) => name === first)) {
    const set = writer.identifier("data", first);
    return { code: `${writer.use("rows", "field")}(pass, ${set}, ${quote(rest)})`, isText: false };
  }
  return { code: `${writer.use("pass", "valueOf")}(pass, ${quote(ref)})`, isText: false, mayMiss: true };
}

function isolationOf({ plan }: ScriptWriter): Template {
  if (plan.isolation !== null) return plan.isolation.value;
  throw PerfAgentError.of("PA_PLAN_UNDEFINED_VARIABLE", "{isolation} is used, but the plan has no `isolation`");
}

/** The value of a variable as it is, undefined where there is none. */
export function variableCode(ref: string, writer: ScriptWriter): string {
  return reference(ref, writer).code;
}

function referenceAsText(ref: string, writer: ScriptWriter): string {
  const { code, isText } = reference(ref, writer);
  return isText ? code : `${writer.use("pass", "text")}(${code})`;
}

/** A template as an expression that gives a string. */
export function textCode(template: Template, writer: ScriptWriter): string {
  const parts = template.map((part) => (typeof part === "string" ? quote(part) : referenceAsText(part.ref, writer)));
  return parts.length === 0 ? '""' : parts.join(" + ");
}

/** A template as the summands of a string, with variables percent-encoded and literal parts through `literal`. */
export function encodedParts(template: Template, literal: (text: string) => string, writer: ScriptWriter): string[] {
  const parts: string[] = [];
  let run = "";
  for (const part of template) {
    if (typeof part === "string") run += literal(part);
    else {
      if (run !== "") parts.push(quote(run));
      run = "";
      parts.push(`${writer.use("pass", "urlText", "urlText")}(${variableCode(part.ref, writer)})`);
    }
  }
  if (run !== "") parts.push(quote(run));
  return parts;
}

/** Percent-encodes what may not stand in a URL; what is encoded already stays (RFC 3986 section 2). */
export function encodeUrlText(text: string): string {
  return text.toWellFormed().replaceAll(/[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+/gu, (part) => encodeURIComponent(part));
}

/** A template that is one variable keeps the variable's type. */
export function jsonCode(value: JsonTemplate, writer: ScriptWriter): Code {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if ("array" in value) return { array: value.array.map((entry) => jsonCode(entry, writer)) };
  if ("object" in value) return { object: value.object.map(([name, part]) => [name, jsonCode(part, writer)]) };
  const [only] = value.template;
  if (value.template.length !== 1 || only === undefined || typeof only === "string")
    return textCode(value.template, writer);
  const { code, mayMiss } = reference(only.ref, writer);
  return mayMiss === true ? `${writer.use("pass", "jsonValue", "json")}(${code})` : code;
}

/** A plain JSON value as code. */
export function plainJsonCode(value: unknown): Code {
  if (typeof value === "string") return quote(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return { array: value.map((entry) => plainJsonCode(entry)) };
  return { object: Object.entries(value).map(([name, part]) => [name, plainJsonCode(part)]) };
}

/** A template as people write it, for messages: variables in braces. */
export function showTemplate(template: Template): string {
  return template.map((part) => (typeof part === "string" ? part : `{${part.ref}}`)).join("");
}
