import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeApi, type DescribedRoute } from "./describe-api.ts";

const fruit = z.strictObject({ name: z.string(), ripe: z.boolean().default(false) }).meta({ id: "TestFruit" });
const basket = z.strictObject({ id: z.string(), fruits: z.array(fruit) }).meta({ id: "TestBasket" });

function route(changes: Partial<DescribedRoute> & { schema?: DescribedRoute["schema"] } = {}): DescribedRoute {
  return { method: "GET", url: "/baskets", permission: "read", schema: {}, ...changes };
}

/** Operation by `get /path`. */
function operation(routes: readonly DescribedRoute[], of: string): unknown {
  const [method = "", path = ""] = of.split(" ");
  const document = JSON.parse(JSON.stringify(describeApi(routes, "1.2.3"))) as {
    paths: Record<string, Record<string, unknown>>;
  };
  return document.paths[path]?.[method];
}

describe("describeApi", () => {
  it("writes paths, and what varies in them", () => {
    const document = describeApi(
      [
        route({ url: "/a/:id/b" }),
        route({ url: "/a/:id/b", method: "DELETE" }),
        route({ url: "/a/:id/report.:format(html|md)" }),
        route({ url: "/a/:id/files/*", schema: { params: z.strictObject({ id: z.string(), "*": z.string() }) } }),
      ],
      "1.2.3",
    );
    expect(document).toMatchObject({ openapi: "3.1.0", info: { version: "1.2.3" } });
    expect(Object.keys(document["paths"] as object)).toEqual([
      "/a/{id}/b",
      "/a/{id}/report.{format}",
      "/a/{id}/files/{path}",
    ]);
    expect(document).toMatchObject({
      paths: {
        "/a/{id}/b": { get: { operationId: "getAIdB" }, delete: { operationId: "deleteAIdB" } },
        "/a/{id}/files/{path}": {
          get: {
            parameters: [
              { name: "id", in: "path", required: true, schema: { type: "string" } },
              { name: "path", in: "path", required: true },
            ],
          },
        },
      },
    });
  });

  it("says who may, and what needs no token", () => {
    expect(operation([route()], "get /baskets")).toMatchObject({
      "x-permission": "read",
      "x-roles": ["viewer", "engineer", "approver", "ci", "admin"],
    });
    expect(operation([route({ permission: "public" })], "get /baskets")).toMatchObject({ security: [] });
  });

  it("tells what may be left out of a request from what an answer always has", () => {
    const routes = [route({ method: "POST", schema: { body: fruit, response: { 201: basket } } })];
    const document = JSON.parse(JSON.stringify(describeApi(routes, "1")));
    expect(document.paths["/baskets"].post).toMatchObject({
      requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/TestFruitInput" } } } },
      responses: {
        201: { content: { "application/json": { schema: { $ref: "#/components/schemas/TestBasket" } } } },
        default: { content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
      },
    });
    const { schemas } = document.components;
    expect(Object.keys(schemas)).toEqual(["Problem", "TestBasket", "TestFruit", "TestFruitInput"]);
    expect(schemas.TestFruitInput.required).toEqual(["name"]);
    expect(schemas.TestFruit.required).toEqual(["name", "ripe"]);
    expect(schemas.TestBasket.properties.fruits.items).toEqual({ $ref: "#/components/schemas/TestFruit" });
    // A property that is called id is none of a schema's own words.
    expect(schemas.TestBasket.properties.id).toEqual({ type: "string" });
    expect(schemas.TestBasket).not.toHaveProperty("id");
  });

  it("lists queries and headers, and bodies of several kinds", () => {
    const schema = {
      querystring: z.strictObject({ limit: z.coerce.number().default(5), after: z.string().optional() }),
      headers: z.object({ "idempotency-key": z.string() }),
      body: z.strictObject({ a: z.string() }),
      consumes: ["application/json", "multipart/form-data"],
      produces: ["text/html"],
    };
    const found = operation([route({ method: "POST", schema })], "post /baskets");
    expect(found).toMatchObject({
      parameters: [
        { name: "limit", in: "query", required: false },
        { name: "after", in: "query", required: false },
        { name: "idempotency-key", in: "header", required: true },
      ],
      responses: { 200: { content: { "text/html": {} } } },
    });
    expect(Object.keys((found as { requestBody: { content: object } }).requestBody.content)).toEqual(schema.consumes);
  });

  it("says nothing of the body of an answer that has none", () => {
    const found = operation([route({ schema: { response: { 204: z.null() } } })], "get /baskets");
    expect(found).toMatchObject({ responses: { 204: { description: "Done." } } });
    expect(JSON.stringify((found as { responses: Record<string, unknown> }).responses["204"])).not.toContain("content");
  });
});
