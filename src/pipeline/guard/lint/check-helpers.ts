import type { AnyNode } from "acorn";
import { isForbiddenName } from "./check-properties.ts";
import type { ParsedScript, Problem } from "./parse-script.ts";
import { folderOf, resolvePath, type Rule } from "./rule.ts";

/**
 * What an argument of a helper must be: a text written out, a list of such texts, a data set made by `dataSet`, or an object that is
 * written out with its name. These are the arguments by which helpers look something up.
 */
type Demand = "text" | "texts" | "data set" | "named object";

/** By name of the helper; by place of the argument. */
const demands: ReadonlyMap<string, readonly (Demand | null)[]> = new Map([
  ["valueOf", [null, "text"]],
  ["field", [null, "data set", "text"]],
  ["nextRow", [null, "data set"]],
  ["hasRow", [null, "data set"]],
  ["begin", ["named object"]],
  ["beginOnce", ["named object"]],
  ["dataSet", ["text"]],
  ["fetchSecrets", ["texts"]],
  ["secret", ["text"]],
]);

/**
 * The generator's helpers look values up by names that they are given, which their own files may and edited ones may not. So that an
 * edited file cannot have them look up for it what it may not itself, it calls these helpers as the generator does: by their own name,
 * with names written out.
 */
export const checkHelpers: Rule = (script, { generatedFiles, secretNames }) => {
  if (script.isGenerated) return [];
  const values = constantsOf(script);
  const helperOf = (module: string): string | null => {
    const file = module.startsWith(".") ? resolvePath(folderOf(script.path), module) : null;
    return file !== null && generatedFiles.has(file) ? file : null;
  };
  const calls = script.references.flatMap(({ identifier, parent, scope }): Problem[] => {
    const from = scope === "module" ? script.imports.get(identifier.name) : undefined;
    const wanted = from === undefined ? undefined : demands.get(from.imported);
    if (from === undefined || wanted === undefined || parent.type.startsWith("Import")) return [];
    const file = helperOf(from.module);
    if (file === null) return [];
    const at = identifier.start;
    if (parent.type !== "CallExpression" || parent.callee !== identifier)
      return [{ at, text: `hands on "${from.imported}" of ${file} instead of calling it` }];
    return wanted.flatMap((demand, index): Problem[] => {
      const spread = parent.arguments.slice(0, index + 1).some(({ type }) => type === "SpreadElement");
      const given = parent.arguments[index];
      if (demand === null || (given === undefined && !spread)) return [];
      if (!spread && given !== undefined && meets(given, demand, values)) {
        const unknown = from.imported === "fetchSecrets" ? unknownSecrets(given, secretNames) : [];
        return unknown.map((name) => ({ at, text: `asks for the secret "${name}", which the plan does not have` }));
      }
      return [{ at, text: `calls "${from.imported}" of ${file} with a ${demand} that is not written out` }];
    });
  });
  return [...calls, ...detours(script, helperOf)];
};

/** Ways to a helper that do not show its name where it is called: its file as one object, and another file that passes it on. */
function detours({ nodes, references }: ParsedScript, helperOf: (module: string) => string | null): Problem[] {
  const passedOn = nodes.flatMap((node): Problem[] => {
    if (node.type !== "ExportAllDeclaration" && node.type !== "ExportNamedDeclaration") return [];
    const file = node.source === null || node.source === undefined ? null : helperOf(String(node.source.value));
    return file === null ? [] : [{ at: node.start, text: `hands on helpers of ${file}` }];
  });
  const required = references.flatMap(({ identifier, parent, scope }): Problem[] => {
    if (scope !== "global" || identifier.name !== "require" || parent.type !== "CallExpression") return [];
    const [name] = parent.arguments;
    const file = name?.type === "Literal" ? helperOf(String(name.value)) : null;
    return file === null ? [] : [{ at: identifier.start, text: `requires ${file}; import what it is needed for` }];
  });
  return [...passedOn, ...required];
}

interface Constants {
  /** What the module's own constants are. */
  readonly values: ReadonlyMap<string, AnyNode>;
  /** Those that are used in ways that could change them. */
  readonly handedOn: ReadonlySet<string>;
}

function meets(given: AnyNode, demand: Demand, constants: Constants): boolean {
  switch (demand) {
    case "text":
      return given.type === "Literal" && typeof given.value === "string" && !isForbiddenName(given.value);
    case "texts":
      return (
        given.type === "ArrayExpression" &&
        given.elements.every((item) => item !== null && meets(item, "text", constants))
      );
    case "data set": {
      const made = given.type === "Identifier" ? constants.values.get(given.name) : undefined;
      return (
        given.type === "Identifier" &&
        !constants.handedOn.has(given.name) &&
        made?.type === "CallExpression" &&
        made.callee.type === "Identifier" &&
        made.callee.name === "dataSet"
      );
    }
    default: {
      const object = given.type === "Identifier" ? constants.values.get(given.name) : given;
      if (given.type === "Identifier" && constants.handedOn.has(given.name)) return false;
      if (object?.type !== "ObjectExpression") return false;
      // A spread or a computed key behind the name could replace it.
      return object.properties.every(
        (property) =>
          property.type === "Property" &&
          !property.computed &&
          (property.key.type !== "Identifier" ||
            property.key.name !== "name" ||
            meets(property.value, "text", constants)) &&
          (property.key.type !== "Literal" || property.key.value !== "name"),
      );
    }
  }
}

/** Module constants, and which of them are used otherwise than as arguments of the helpers that want them. */
function constantsOf({ nodes, references, imports }: ParsedScript): Constants {
  const values = new Map<string, AnyNode>();
  for (const node of nodes)
    if (node.type === "VariableDeclaration" && node.kind === "const")
      for (const { id, init } of node.declarations)
        if (id.type === "Identifier" && init !== null && init !== undefined)
          // Two constants of one name in different places are told apart by nobody here.
          values.set(id.name, values.has(id.name) ? id : init);
  const handedOn = new Set(
    references.flatMap(({ identifier, parent }) => {
      if (parent.type === "VariableDeclarator" && parent.id === identifier) return [];
      const asArgument =
        parent.type === "CallExpression" &&
        parent.callee.type === "Identifier" &&
        demands.has(imports.get(parent.callee.name)?.imported ?? "");
      return asArgument && parent.type === "CallExpression" && parent.callee !== identifier ? [] : [identifier.name];
    }),
  );
  return { values, handedOn };
}

function unknownSecrets(given: AnyNode, secretNames: ReadonlySet<string>): string[] {
  if (given.type !== "ArrayExpression") return [];
  return given.elements.flatMap((item) =>
    item?.type === "Literal" && typeof item.value === "string" && !secretNames.has(item.value) ? [item.value] : [],
  );
}
