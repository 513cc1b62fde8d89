import { z } from "zod";
import { problemSchema } from "../../../contract/api/problem.ts";
import { permissions } from "../../../contract/api/roles.ts";
import { problemType } from "../problem.ts";
import type { RoutePermission } from "../service-app.ts";
import { isJsonObject, SchemaComponents, type Json, type JsonObject } from "./schema-components.ts";

/** A route as it was added to the server. */
export interface DescribedRoute {
  readonly method: string;
  /** With `:name` and `*` where it varies. */
  readonly url: string;
  readonly permission: RoutePermission;
  readonly schema: {
    readonly summary?: string | undefined;
    readonly description?: string | undefined;
    readonly tags?: readonly string[] | undefined;
    readonly consumes?: readonly string[] | undefined;
    readonly produces?: readonly string[] | undefined;
    readonly params?: unknown;
    readonly querystring?: unknown;
    readonly headers?: unknown;
    readonly body?: unknown;
    /** Schema by status. */
    readonly response?: unknown;
  };
}

const jsonType = "application/json";
/** Name of what stands for the rest of a path. */
const restOfPath = "path";
const meanings: Readonly<Record<string, string>> = {
  "200": "The answer.",
  "201": "Made.",
  "202": "Taken on; it goes on after this answer.",
  "204": "Done.",
};

/** The OpenAPI 3.1 document of the routes, in the order they were added. */
export function describeApi(routes: readonly DescribedRoute[], version: string): JsonObject {
  const components = new SchemaComponents();
  const problem = components.refer(problemSchema, "output");
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) {
    const path = pathOf(route.url);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, path, components, problem) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Performance Agent",
      version,
      summary: "Plans, guards, runs, judges and explains load tests.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: components.all(),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API token, or a token of the identity provider." },
      },
    },
  };
}

function pathOf(url: string): string {
  return url.replaceAll(/:(\w+)(?:\([^)]*\))?/gu, "{$1}").replace(/\*$/u, `{${restOfPath}}`);
}

function operationOf(
  { method, permission, schema }: DescribedRoute,
  path: string,
  components: SchemaComponents,
  problem: JsonObject,
): JsonObject {
  const { summary, description, tags, consumes = [jsonType], params, querystring, headers, body } = schema;
  const parameters = [
    ...parametersOf(params, "path", components),
    ...parametersOf(querystring, "query", components),
    ...parametersOf(headers, "header", components),
  ];
  return {
    operationId: operationIdOf(method, path),
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    ...(tags === undefined ? {} : { tags }),
    ...(permission === "public"
      ? { security: [] }
      : { "x-permission": permission, "x-roles": permissions[permission] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body instanceof z.ZodType
      ? { requestBody: { required: true, content: contentOf(consumes, components.refer(body, "input")) } }
      : {}),
    responses: {
      ...responsesOf(schema, components),
      default: { description: "Anything else: a problem.", content: { [problemType]: { schema: problem } } },
    },
  };
}

function operationIdOf(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/u).filter((word) => word !== "");
  return [method.toLowerCase(), ...words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)].join("");
}

function contentOf(types: readonly string[], schema: JsonObject): JsonObject {
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}

function responsesOf({ response, produces }: DescribedRoute["schema"], components: SchemaComponents): JsonObject {
  const found: Record<string, Json> = {};
  if (typeof response === "object" && response !== null) {
    for (const [status, schema] of Object.entries(response) as [string, unknown][]) {
      const description = meanings[status] ?? "The answer.";
      // An answer without a body is said to be nothing.
      const isEmpty = status === "204" || schema instanceof z.ZodNull || schema instanceof z.ZodVoid;
      found[status] =
        isEmpty || !(schema instanceof z.ZodType)
          ? { description }
          : { description, content: contentOf([jsonType], components.refer(schema, "output")) };
    }
  }
  if (produces !== undefined)
    found["200"] = { description: "The answer.", content: Object.fromEntries(produces.map((type) => [type, {}])) };
  return Object.keys(found).length === 0 ? { "200": { description: "The answer." } } : found;
}

function parametersOf(schema: unknown, place: "path" | "query" | "header", components: SchemaComponents): JsonObject[] {
  if (!(schema instanceof z.ZodType)) return [];
  const { properties, required } = components.refer(schema, "input");
  if (!isJsonObject(properties)) throw new Error(`the ${place} of a route is no object`);
  const needed: readonly Json[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, below]) => ({
    name: name === "*" ? restOfPath : name,
    in: place,
    required: place === "path" || needed.includes(name),
    schema: below,
  }));
}
