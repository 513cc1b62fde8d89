import fc from "fast-check";
import { isJsonObject, type Json, type JsonObject } from "../../src/entry/http/openapi/schema-components.ts";

const deepest = 4;

/**
 * Values that fit a JSON Schema (2020-12, as zod writes it) more or less: bounds of numbers, patterns and required fields are kept most of
 * the time and broken now and then. `components` are the named schemas of the document.
 */
export function arbitraryOf(schema: Json | undefined, components: JsonObject, depth = 0): fc.Arbitrary<unknown> {
  const fitting = fittingOf(schema, components, depth);
  return depth > 1 ? fitting : fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: fc.jsonValue() });
}

function fittingOf(schema: Json | undefined, components: JsonObject, depth: number): fc.Arbitrary<unknown> {
  if (!isJsonObject(schema) || depth > deepest) return fc.jsonValue({ maxDepth: 1 });
  const below = (one: Json | undefined): fc.Arbitrary<unknown> => arbitraryOf(one, components, depth + 1);
  const { $ref: reference, type, enum: values, const: only, anyOf, oneOf, pattern, items } = schema;
  if (typeof reference === "string") return below(components[reference.replace("#/components/schemas/", "")]);
  if (only !== undefined) return fc.constant(only);
  if (Array.isArray(values)) return fc.constantFrom(...(values as readonly Json[]));
  const choices = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : null;
  if (choices !== null) return fc.oneof(...(choices as readonly Json[]).map(below));
  switch (type) {
    case "object":
      return objectOf(schema, below);
    case "array":
      return fc.array(below(items), { maxLength: 3 });
    case "string":
      return fc.oneof(typeof pattern === "string" ? stringLike(pattern) : fc.string(), fc.string({ unit: "grapheme" }));
    case "integer":
      return fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer());
    case "number":
      return fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function objectOf(schema: JsonObject, below: (one: Json | undefined) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { properties, required, additionalProperties } = schema;
  const needed: readonly Json[] = Array.isArray(required) ? required : [];
  const fields = isJsonObject(properties) ? Object.entries(properties) : [];
  const requiredKeys = fields.map(([name]) => name).filter((name) => needed.includes(name));
  const fixed = fc.record(Object.fromEntries(fields.map(([name, one]) => [name, below(one)])), { requiredKeys });
  if (!isJsonObject(additionalProperties)) return fixed;
  const further = fc.dictionary(fc.string(), below(additionalProperties), { maxKeys: 3 });
  return fc.tuple(further, fixed).map(([some, rest]) => ({ ...some, ...rest }));
}

/** Some patterns use what the generator of fast-check does not know. */
function stringLike(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern, "u"));
  } catch {
    return fc.string();
  }
}
