import { PerfAgentError } from "../../../contract/errors.ts";
import type { Body, Endpoint } from "../../../contract/test-plan.ts";
import { formatDuration } from "./format-duration.ts";
import { authOf } from "./reach.ts";
import type { ScriptWriter } from "./script-writer.ts";
import { comment, print, quote, type Code } from "./write-code.ts";
import { bodyNeeded, expectationsCode, extractsCode, isDefaultStatus, statusText } from "./write-expectations.ts";
import { encodedParts, encodeUrlText, jsonCode, showTemplate, textCode } from "./write-template.ts";

/** An endpoint: what stays the same as a constant, and a function that sends one request and tells whether it succeeded. */
export function endpointCode(endpoint: Endpoint, writer: ScriptWriter): string {
  const identifier = writer.identifier("endpoint", endpoint.name);
  const constant = writer.extra(endpoint.name, "Endpoint");
  const { headers, body } = contentOf(endpoint, writer);
  const request: [string, Code][] = [["url", urlCode(endpoint, writer)]];
  request.push(["headers", { object: headers }]);
  if (body !== null) request.push(["body", body]);
  const what = comment(`${endpoint.name}: ${endpoint.method} ${showTemplate(endpoint.path)}`);
  return [
    `// ${what}`,
    `const ${constant} = ${writer.use("request", "endpoint")}(${print({ object: fixedParts(endpoint, writer) })});`,
    "",
    `function ${identifier}(pass) {`,
    `  return ${writer.use("request", "send")}(pass, ${constant}, () => (${print({ object: request }, 2)}));`,
    "}",
  ].join("\n");
}

function fixedParts(endpoint: Endpoint, writer: ScriptWriter): [string, Code][] {
  const { expect, extract } = endpoint;
  const parts: [string, Code][] = [
    ["name", quote(endpoint.name)],
    ["method", quote(endpoint.method.toUpperCase())],
    ["timeout", quote(formatDuration(endpoint.timeoutMs))],
    ["redirects", String(endpoint.redirects)],
    [
      "statuses",
      { array: expect.status.map(({ from, to }) => (from === to ? String(from) : { array: [`${from}`, `${to}`] })) },
    ],
  ];
  if (endpoint.at !== null) {
    parts.push(["elsewhere", "true"]);
    writer.features.add("elsewhere");
  }
  if (endpoint.redirects > 0) writer.features.add("redirects");
  // The default says nothing that k6's own http_req_failed does not say.
  if (!isDefaultStatus(expect.status)) {
    parts.push(["statusCheck", quote(statusText(expect.status))]);
    writer.features.add("statusCheck").add("check");
  }
  if (writer.trying) parts.push(["statusText", quote(statusText(expect.status))]);
  const body = bodyNeeded(endpoint, writer.plan);
  if (body !== "none") parts.push(["body", quote(body)]);
  const expectations = expectationsCode(endpoint, writer);
  if (expectations.length > 0) parts.push(["expect", { array: expectations }]);
  if (extract.length > 0) parts.push(["extract", { array: extractsCode(extract, writer) }]);
  const auth = authOf(writer.plan, endpoint);
  if (auth !== undefined && writer.reach.auths.length > 0)
    parts.push(["auth", auth === null ? "null" : writer.identifier("auth", auth)]);
  const tags = Object.entries(endpoint.tags);
  if (tags.length > 0) parts.push(["tags", { object: tags.map(([name, value]) => [name, quote(value)]) }]);
  return parts;
}

function urlCode(endpoint: Endpoint, writer: ScriptWriter): string {
  const { at, path, query } = endpoint;
  if (at !== null && !Object.hasOwn(writer.plan.target.others, at))
    throw PerfAgentError.of(
      "PA_PLAN_UNKNOWN_NAME",
      `endpoint "${endpoint.name}" is at "${at}", which the environment "${writer.plan.target.environment}" does not have`,
    );
  const [first] = path;
  const rooted = typeof first === "string" && first.startsWith("/") ? path : ["/", ...path];
  const parts = [at === null ? "baseUrl" : `hosts[${quote(at)}]`, ...encodedParts(rooted, encodeUrlText, writer)];
  const hasQuery = path.some((part) => typeof part === "string" && part.includes("?"));
  for (const [index, [name, value]] of query.entries()) {
    const separator = index === 0 && !hasQuery ? "?" : "&";
    parts.push(quote(`${separator}${encodeURIComponent(name.toWellFormed())}=`));
    parts.push(...encodedParts(value, (text) => encodeURIComponent(text.toWellFormed()), writer));
  }
  return sumCode(parts);
}

/** A sum with neighbouring string literals joined, on several lines where it is long. */
function sumCode(parts: readonly string[]): string {
  const joined: string[] = [];
  const literal = /^"(?:[^"\\]|\\.)*"$/su;
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && literal.test(last) && literal.test(part))
      joined[joined.length - 1] = last.slice(0, -1) + part.slice(1);
    else joined.push(part);
  }
  const flat = joined.join(" + ");
  return flat.length <= 96 ? flat : joined.join(" +\n      ");
}

/** Headers in lower case (HTTP does not tell case apart, and k6 rewrites it), and the body, which may bring its content type. */
function contentOf(endpoint: Endpoint, writer: ScriptWriter): { headers: [string, Code][]; body: Code | null } {
  const headers = new Map<string, Code>();
  for (const [name, value] of endpoint.headers) headers.set(name.toLowerCase(), textCode(value, writer));
  if (endpoint.body === null) return { headers: [...headers], body: null };
  const { type, code } = bodyCode(endpoint.body, writer);
  if (type !== null && (endpoint.body.kind === "multipart" || !headers.has("content-type")))
    headers.set("content-type", type);
  return { headers: [...headers], body: code };
}

function bodyCode(body: Body, writer: ScriptWriter): { type: string | null; code: Code } {
  switch (body.kind) {
    case "json":
      return { type: quote("application/json"), code: stringify(jsonCode(body.value, writer)) };
    case "form": {
      const fields: Code = {
        array: body.fields.map(([name, value]) => ({ array: [quote(name), textCode(value, writer)] })),
      };
      return {
        type: quote("application/x-www-form-urlencoded"),
        code: `${writer.use("body", "form", "form")}(${print(fields, 4)})`,
      };
    }
    case "multipart": {
      const parts = body.parts.map((part): Code => {
        if ("value" in part)
          return {
            object: [
              ["name", quote(part.name)],
              ["value", textCode(part.value, writer)],
            ],
          };
        return {
          object: [
            ["name", quote(part.name)],
            ["file", writer.identifier("file", part.file)],
            ["filename", quote(part.filename)],
            ["type", quote(part.type)],
          ],
        };
      });
      return {
        type: `${quote("multipart/form-data; boundary=")} + ${writer.use("body", "boundary", "multipart")}`,
        code: `${writer.use("body", "multipart", "multipart")}(${print({ array: parts }, 4)})`,
      };
    }
    case "raw":
      return { type: body.type === null ? null : quote(body.type), code: textCode(body.text, writer) };
    default: {
      const fields: [string, Code][] = [["query", quote(body.query)]];
      if (body.variables !== null) fields.push(["variables", jsonCode(body.variables, writer)]);
      if (body.operationName !== null) fields.push(["operationName", quote(body.operationName)]);
      return { type: quote("application/json"), code: stringify({ object: fields }) };
    }
  }
}

/** Files that an endpoint uploads. */
export function uploadsOf(endpoint: Endpoint): string[] {
  if (endpoint.body?.kind !== "multipart") return [];
  return endpoint.body.parts.flatMap((part) => ("file" in part ? [part.file] : []));
}

function stringify(value: Code): string {
  return `JSON.stringify(${print(value, 4)})`;
}
