import {
  array,
  boolean,
  constant,
  constantFrom,
  dictionary,
  double,
  integer,
  jsonValue,
  oneof,
  record,
  string,
  stringMatching,
  tuple,
  type Arbitrary,
} from "fast-check";
import { isJsonObject, type Json, type JsonObject } from "../../src/entry/http/openapi/schema-components.ts";

const deepest = 4;

/**
 * Values that fit a JSON Schema (2020-12, as zod writes it) more or less: bounds of numbers, patterns and required fields are kept most of
 * the time and broken now and then. `components` are the named schemas of the document.
 */
export function arbitraryOf(schema: Json | undefined, components: JsonObject, depth = 0): Arbitrary<unknown> {
  const fitting = fittingOf(schema, components, depth);
  return depth > 1 ? fitting : oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: jsonValue() });
}

function fittingOf(schema: Json | undefined, components: JsonObject, depth: number): Arbitrary<unknown> {
  if (!isJsonObject(schema) || depth > deepest) return jsonValue({ maxDepth: 1 });
  const below = (one: Json | undefined): Arbitrary<unknown> => arbitraryOf(one, components, depth + 1);
  const { $ref: reference, type, enum: values, const: only, anyOf, oneOf, pattern, items } = schema;
  if (typeof reference === "string") return below(components[reference.replace("#/components/schemas/", "")]);
  if (only !== undefined) return constant(only);
  if (Array.isArray(values)) return constantFrom(...(values as readonly Json[]));
  const choices = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : null;
  if (choices !== null) return oneof(...(choices as readonly Json[]).map(below));
  switch (type) {
    case "object":
      return objectOf(schema, below);
    case "array":
      return array(below(items), { maxLength: 3 });
    case "string":
      return oneof(typeof pattern === "string" ? stringLike(pattern) : string(), string({ unit: "grapheme" }));
    case "integer":
      return oneof(integer({ min: 1, max: 50 }), integer());
    case "number":
      return oneof(double({ noNaN: true, noDefaultInfinity: true }), integer());
    case "boolean":
      return boolean();
    case "null":
      return constant(null);
    default:
      return jsonValue({ maxDepth: 1 });
  }
}

function objectOf(schema: JsonObject, below: (one: Json | undefined) => Arbitrary<unknown>): Arbitrary<unknown> {
  const { properties, required, additionalProperties } = schema;
  const needed: readonly Json[] = Array.isArray(required) ? required : [];
  const fields = isJsonObject(properties) ? Object.entries(properties) : [];
  const requiredKeys = fields.map(([name]) => name).filter((name) => needed.includes(name));
  const fixed = record(Object.fromEntries(fields.map(([name, one]) => [name, below(one)])), { requiredKeys });
  if (!isJsonObject(additionalProperties)) return fixed;
  const further = dictionary(string(), below(additionalProperties), { maxKeys: 3 });
  return tuple(further, fixed).map(([some, rest]) => ({ ...some, ...rest }));
}

/** Some patterns use what the generator of fast-check does not know. */
function stringLike(pattern: string): Arbitrary<string> {
  try {
    return stringMatching(new RegExp(pattern, "u"));
  } catch {
    return string();
  }
}
