import type { AnyNode } from "acorn";
import type { Problem } from "./parse-script.ts";
import { proveNumbers } from "./provable-keys.ts";
import type { Rule } from "./rule.ts";
import { staticHead, staticText } from "./static-text.ts";

/**
 * Names through which a script could get at the makers of code. Every function has `constructor`, which makes functions of text; the
 * others lead to a function's or a built-in's prototype, or list and fetch what it has.
 */
const forbiddenNames = new Set([
  "constructor",
  "prototype",
  "__proto__",
  "__defineGetter__",
  "__defineSetter__",
  "__lookupGetter__",
  "__lookupSetter__",
  "getPrototypeOf",
  "setPrototypeOf",
  "getOwnPropertyDescriptor",
  "getOwnPropertyDescriptors",
  "getOwnPropertyNames",
  "getOwnPropertySymbols",
  "defineProperty",
  "defineProperties",
  "caller",
  "callee",
  "eval",
  "Function",
]);
/** Those that the generator's own helpers use, in ways that were looked at. */
const knownNames = new Set(["prototype"]);

/** True for a name that must not reach a property access, in any way. */
export function isForbiddenName(name: string): boolean {
  return forbiddenNames.has(name);
}

/**
 * Properties are read by names that are written out and are none of the forbidden ones. A key that is computed could become any name
 * while the script runs, and following values through a program is beyond a lint: so it must be provably a number, or a text whose
 * known beginning no forbidden name has. That refuses honest code such as `cache[name]`, for which there is `Map`; allowing it would
 * allow `f["con" + "structor"]` by any detour. Keys of object literals may be computed: they define and do not read.
 */
export const checkProperties: Rule = (script) => {
  const isNumber = proveNumbers(script);
  const problems: Problem[] = [];
  for (const node of script.nodes)
    for (const { key, computed, at } of keysRead(node)) {
      const name = computed ? staticText(key) : nameOf(key);
      if (name !== null) {
        if (forbiddenNames.has(name) && !(script.isGenerated && knownNames.has(name)))
          problems.push({ at, text: `reaches for "${name}", through which code can be made` });
      } else if (computed && !script.isGenerated && !isNumber(key) && !isHarmlessText(key))
        problems.push({
          at,
          text: "reads a property whose name is not written out; use a name, a number or a Map",
        });
    }
  return problems;
};

/** Keys by which a node reads properties, or sets a prototype. */
function keysRead(node: AnyNode): { key: AnyNode; computed: boolean; at: number }[] {
  switch (node.type) {
    case "MemberExpression":
      return [{ key: node.property, computed: node.computed, at: node.property.start }];
    case "ObjectPattern":
      return node.properties.flatMap((property) =>
        property.type === "Property" ? [{ key: property.key, computed: property.computed, at: property.start }] : [],
      );
    case "ObjectExpression":
      // `{ __proto__: f }` is no property but the object's prototype.
      return node.properties.flatMap((property) =>
        property.type === "Property" &&
        !property.computed &&
        !property.shorthand &&
        nameOf(property.key) === "__proto__"
          ? [{ key: property.key, computed: false, at: property.start }]
          : [],
      );
    default:
      return [];
  }
}

function nameOf(key: AnyNode): string | null {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" ? String(key.value) : null;
}

function isHarmlessText(key: AnyNode): boolean {
  const head = staticHead(key);
  return ![...forbiddenNames].some((name) => name.startsWith(head));
}
