import { listItem, type YamlPlace } from "./yaml-place.ts";

/** Something that may be typed. */
export interface TypedOption {
  readonly label: string;
  /** What it is, in a word: `text`, `number`, `list`, `fields`. */
  readonly detail: string;
  /** What it means; "": the schema does not say. */
  readonly description: string;
  /** A key is followed by a colon. */
  readonly isKey: boolean;
}

type Schema = Readonly<Record<string, unknown>>;

/** What a JSON Schema (2020-12) allows at a place. Names that the plan itself declares come from `namesFor`. */
export function schemaOptions(
  schema: Schema,
  place: YamlPlace,
  namesFor: (path: readonly string[]) => readonly string[],
): readonly TypedOption[] {
  const holders = descend(schema, place.path);
  const names = namesFor(place.path).map((label) => ({ label, detail: "name", description: "" }));
  const keys =
    place.kind === "value"
      ? []
      : [...holders.flatMap((holder) => keysOf(schema, holder)), ...(place.kind === "key" ? names : [])];
  const values = place.kind === "key" ? [] : [...holders.flatMap(valuesOf), ...names];
  return [
    ...distinct(keys.filter(({ label }) => !place.taken.has(label))).map((option) => ({ ...option, isKey: true })),
    ...distinct(values).map((option) => ({ ...option, isKey: false })),
  ];
}

/** Schemas of what a path leads to; several where the document may have one of several shapes. */
function descend(root: Schema, path: readonly string[]): readonly Schema[] {
  let here = alternatives(root, root, 0);
  for (const step of path)
    here = here.flatMap((schema) => childrenOf(schema, step)).flatMap((child) => alternatives(root, child, 0));
  return here;
}

function childrenOf(schema: Schema, step: string): readonly Schema[] {
  if (step === listItem) return schemasIn([schema["items"], ...listIn(schema["prefixItems"])]);
  const known = recordIn(schema["properties"])[step];
  return known === undefined ? schemasIn([schema["additionalProperties"]]) : schemasIn([known]);
}

const deepest = 12;

/** A schema with its references followed and its alternatives side by side. */
function alternatives(root: Schema, schema: Schema, depth: number): readonly Schema[] {
  if (depth > deepest) return [];
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    const target = resolve(root, reference);
    return target === null ? [] : alternatives(root, target, depth + 1);
  }
  const parts = schemasIn(["anyOf", "oneOf", "allOf"].flatMap((word) => listIn(schema[word])));
  if (parts.length === 0) return [schema];
  return [schema, ...parts.flatMap((part) => alternatives(root, part, depth + 1))];
}

/** `#/$defs/name` and `#`, the two forms that generated schemas have. */
function resolve(root: Schema, reference: string): Schema | null {
  if (!reference.startsWith("#")) return null;
  let here: unknown = root;
  for (const step of reference
    .slice(1)
    .split("/")
    .filter((part) => part !== "")) {
    if (!isSchema(here)) return null;
    here = here[step.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return isSchema(here) ? here : null;
}

function keysOf(root: Schema, schema: Schema): readonly Omit<TypedOption, "isKey">[] {
  const required = listIn(schema["required"]);
  return Object.entries(recordIn(schema["properties"])).flatMap(([label, property]) => {
    if (!isSchema(property)) return [];
    const shapes = alternatives(root, property, 0);
    const kind = [...new Set(shapes.flatMap((shape) => kindOf(shape)))].join(" or ");
    const description = [property, ...shapes]
      .map(({ description: text }) => text)
      .find((text) => typeof text === "string");
    return [{ label, detail: required.includes(label) ? `${kind}, needed` : kind, description: description ?? "" }];
  });
}

function kindOf({ type, enum: values, const: only }: Schema): readonly string[] {
  if (Array.isArray(values) || only !== undefined) return ["choice"];
  const words: Readonly<Record<string, string>> = {
    string: "text",
    number: "number",
    integer: "number",
    boolean: "true or false",
    array: "list",
    object: "fields",
  };
  const word = typeof type === "string" ? words[type] : undefined;
  return word === undefined ? [] : [word];
}

function valuesOf(schema: Schema): readonly Omit<TypedOption, "isKey">[] {
  const { type, enum: values, const: only, description } = schema;
  const texts = [
    ...listIn(values),
    ...(only === undefined ? [] : [only]),
    ...(type === "boolean" ? [true, false] : []),
  ];
  const told = typeof description === "string" ? description : "";
  return texts
    .filter((text) => ["string", "number", "boolean"].includes(typeof text))
    .map((text) => ({ label: String(text), detail: "", description: told }));
}

/** The first of each label. */
function distinct<T extends { readonly label: string }>(options: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return options.filter(({ label }) => {
    const isNew = !seen.has(label);
    seen.add(label);
    return isNew;
  });
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function schemasIn(values: readonly unknown[]): readonly Schema[] {
  return values.filter(isSchema);
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function recordIn(value: unknown): Schema {
  return isSchema(value) ? value : {};
}
