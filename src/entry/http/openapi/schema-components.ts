import { z } from "zod";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

const jsonSchema: z.ZodType<Json> = z.json();

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The named schemas of an OpenAPI document: whatever schema has an id is written once and referred to. What requests may hold differs from what
 * answers do (a default may be left out), so that schemas of requests are called `…Input`.
 */
export class SchemaComponents {
  readonly #byName = new Map<string, Json>();

  /** Its JSON Schema (2020-12), or a reference to it where it has an id. */
  refer(schema: z.ZodType, io: "input" | "output"): JsonObject {
    const converted = jsonSchema.parse(
      JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: "any" }))),
    );
    if (!isJsonObject(converted)) throw new Error("a schema is no object");
    const { $defs, ...root } = converted;
    // What has an id stands among the definitions, the outermost schema too, and is referred to from where it is used.
    for (const [name, definition] of Object.entries(isJsonObject($defs) ? $defs : {}))
      this.#put(named(name, io), rewritten(definition, io));
    const own = rewritten(root, io);
    return isJsonObject(own) ? own : {};
  }

  /** By name, in the order of the alphabet. */
  all(): JsonObject {
    return Object.fromEntries([...this.#byName].toSorted(([one], [other]) => (one < other ? -1 : 1)));
  }

  #put(name: string, schema: Json): void {
    const before = this.#byName.get(name);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(schema))
      throw new Error(`two schemas are called ${name}`);
    this.#byName.set(name, schema);
  }
}

function named(id: string, io: "input" | "output"): string {
  return io === "input" ? `${id}Input` : id;
}

function referenceTo(name: string): string {
  return `#/components/schemas/${name}`;
}

const localDefinition = "#/$defs/";

/** The same with references to where the schemas stand now. */
function rewritten(value: Json, io: "input" | "output"): Json {
  if (Array.isArray(value)) return value.map((one: Json) => rewritten(one, io));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, below]): [string, Json][] => {
      // The name of a schema and of its language stand elsewhere now. A property called so is an object, and stays.
      if ((name === "id" || name === "$schema") && typeof below === "string") return [];
      if (name !== "$ref" || typeof below !== "string") return [[name, rewritten(below, io)]];
      if (!below.startsWith(localDefinition)) throw new Error(`a schema refers to ${below}: give what it means an id`);
      return [[name, referenceTo(named(below.slice(localDefinition.length), io))]];
    }),
  );
}
