import type { AnyNode } from "acorn";
import type { Problem } from "./parse-script.ts";
import type { Rule } from "./rule.ts";

/** Secrets are those that the bundle declares, each asked for by its name: `secrets.get("apiKey")`, or the generator's helper. */
export const checkSecrets: Rule = (script, { secretNames }) => {
  if (script.isGenerated) return [];
  const asked = new Map<AnyNode, readonly AnyNode[]>();
  for (const node of script.nodes)
    if (node.type === "CallExpression" && node.callee.type === "MemberExpression" && !node.callee.computed)
      if (node.callee.property.type === "Identifier" && node.callee.property.name === "get")
        asked.set(node.callee, node.arguments);
  return script.references.flatMap(({ identifier, parent, scope }): Problem[] => {
    const module = scope === "module" ? script.imports.get(identifier.name)?.module : undefined;
    if (module !== "k6/secrets" || parent.type.startsWith("Import")) return [];
    const [name] = asked.get(parent) ?? [];
    if (name?.type !== "Literal" || typeof name.value !== "string")
      return [{ at: identifier.start, text: "asks for a secret whose name is not written out" }];
    return secretNames.has(name.value)
      ? []
      : [{ at: identifier.start, text: `asks for the secret "${name.value}", which the plan does not have` }];
  });
};
