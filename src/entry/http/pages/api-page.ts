import { isJsonObject, type Json, type JsonObject } from "../openapi/schema-components.ts";
import { escapeHtml, pageOf } from "./page-of.ts";

/** The OpenAPI document for people: operations by tag, then every named schema. */
export function apiPage(document: JsonObject): string {
  const operations = objectsOf(document["paths"]).flatMap(([path, methods]) =>
    objectsOf(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.map(({ operation }) => tagOf(operation)))];
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => tagOf(operation) === tag);
    return `<h2>${escapeHtml(tag)}</h2>\n${own.map(renderOperation).join("\n")}`;
  });
  const components = document["components"];
  const schemas = objectsOf(isJsonObject(components) ? components["schemas"] : undefined).map(
    ([name, schema]) =>
      `<details id="${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code></summary><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></details>`,
  );
  const intro =
    '<p>Send <code>Authorization: Bearer TOKEN</code>. Errors are <code>application/problem+json</code> with a code that <a href="/docs/errors">the list of errors</a> explains. The same as OpenAPI 3.1, for programs: <code>/openapi.json</code>.</p>';
  return pageOf("API", `${intro}\n${sections.join("\n")}\n<h2>Schemas</h2>\n${schemas.join("\n")}`);
}

function objectsOf(value: Json | undefined): [string, JsonObject][] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, below]): [string, JsonObject][] =>
    isJsonObject(below) ? [[name, below]] : [],
  );
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function tagOf(operation: JsonObject): string {
  return textOf(listOf(operation["tags"])[0]) || "other";
}

function renderOperation(found: {
  readonly path: string;
  readonly method: string;
  readonly operation: JsonObject;
}): string {
  const { path, method, operation } = found;
  const parameters = listOf(operation["parameters"]).filter((one): one is JsonObject => isJsonObject(one));
  const roles = listOf(operation["x-roles"]).map(textOf).join(", ");
  const body = operation["requestBody"];
  const rows: [string, string][] = [
    ["May", roles === "" ? "anybody, without a token" : escapeHtml(roles)],
    ...parameters.map((one): [string, string] => [
      `<code>${escapeHtml(textOf(one["name"]))}</code>`,
      `${escapeHtml(textOf(one["in"]))}${one["required"] === true ? "" : ", optional"}: ${renderSchema(one["schema"])}`,
    ]),
    ...(isJsonObject(body) ? [["Body", renderContent(body)] as [string, string]] : []),
    ...objectsOf(operation["responses"]).map(([status, answer]): [string, string] => [
      escapeHtml(status),
      `${escapeHtml(textOf(answer["description"]))} ${renderContent(answer)}`,
    ]),
  ];
  const description = textOf(operation["description"]);
  return `<section id="${escapeHtml(textOf(operation["operationId"]))}">
<h3><code>${escapeHtml(method.toUpperCase())} ${escapeHtml(path)}</code></h3>
<p>${escapeHtml(textOf(operation["summary"]))}.${description === "" ? "" : ` ${escapeHtml(description)}`}</p>
<table>${rows.map(([name, text]) => `<tr><th>${name}</th><td>${text}</td></tr>`).join("")}</table>
</section>`;
}

function renderContent({ content }: JsonObject): string {
  return objectsOf(content)
    .map(([type, { schema }]) => `<code>${escapeHtml(type)}</code> ${renderSchema(schema)}`)
    .join("; ");
}

/** A named schema as a link, any other as it is. */
function renderSchema(schema: Json | undefined): string {
  if (!isJsonObject(schema)) return "";
  const name = textOf(schema["$ref"]).replace(/^.*\//u, "");
  if (name !== "") return `<a href="#${escapeHtml(name)}">${escapeHtml(name)}</a>`;
  return `<code>${escapeHtml(JSON.stringify(schema))}</code>`;
}
