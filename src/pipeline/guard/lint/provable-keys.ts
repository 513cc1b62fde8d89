import type { AnyNode, Identifier } from "acorn";
import type { ParsedScript } from "./parse-script.ts";
import { patternNames } from "./script-names.ts";

/** Answers whether an expression is a number whatever happens: then it is no name of a property. */
export type NumberProof = (node: AnyNode) => boolean;

/**
 * Proves expressions to be numbers, by operators that make nothing else, by functions of the language that give nothing else, and by
 * variables all of whose definitions are numbers. Variables are told apart by name alone, so that one parameter of the same name
 * anywhere in the file spoils the proof: that errs on the safe side.
 */
export function proveNumbers({ nodes, references }: ParsedScript): NumberProof {
  const globals = new Set<AnyNode>(references.flatMap((one) => (one.scope === "global" ? [one.identifier] : [])));
  const definitions = definitionsOf(nodes);
  const numeric = new Set(
    [...definitions.keys()].filter((name) => definitions.get(name)?.includes("unknown") === false),
  );
  const isNumber: NumberProof = (node) => {
    switch (node.type) {
      case "Literal":
        return typeof node.value === "number";
      case "Identifier":
        return numeric.has(node.name);
      case "UpdateExpression":
        return true;
      case "UnaryExpression":
        return ["-", "+", "~"].includes(node.operator);
      case "BinaryExpression":
        if (node.operator === "+") return isNumber(node.left) && isNumber(node.right);
        return ["-", "*", "/", "%", "**", "|", "&", "^", "<<", ">>", ">>>"].includes(node.operator);
      case "LogicalExpression":
        return isNumber(node.left) && isNumber(node.right);
      case "ConditionalExpression":
        return isNumber(node.consequent) && isNumber(node.alternate);
      case "CallExpression":
        return givesNumber(node.callee, globals);
      default:
        return false;
    }
  };
  // All are taken for numbers until one of their definitions is not; that can spoil others.
  for (let changed = true; changed;) {
    changed = false;
    for (const name of numeric) {
      if (definitions.get(name)?.every((value) => value !== "unknown" && isNumber(value)) === true) continue;
      numeric.delete(name);
      changed = true;
    }
  }
  return isNumber;
}

/** What each name is given, anywhere in the file; "unknown" for parameters, patterns, loops over values, imports and functions. */
function definitionsOf(nodes: readonly AnyNode[]): Map<string, (AnyNode | "unknown")[]> {
  const found = new Map<string, (AnyNode | "unknown")[]>();
  const define = (name: string, value: AnyNode | "unknown"): void => {
    found.set(name, [...(found.get(name) ?? []), value]);
  };
  const unknown = (pattern: AnyNode | null | undefined): void => {
    for (const name of patternNames(pattern)) define(name, "unknown");
  };
  for (const node of nodes) {
    switch (node.type) {
      case "VariableDeclarator":
        if (node.id.type !== "Identifier") unknown(node.id);
        else if (node.init !== null && node.init !== undefined) define(node.id.name, node.init);
        break;
      case "AssignmentExpression":
        if (node.left.type !== "Identifier") unknown(node.left);
        else if (!["-=", "*=", "/=", "%=", "**=", "|=", "&=", "^=", "<<=", ">>=", ">>>="].includes(node.operator))
          define(node.left.name, node.right);
        break;
      case "ForInStatement":
      case "ForOfStatement":
        for (const pattern of node.left.type === "VariableDeclaration"
          ? node.left.declarations.map(({ id }) => id)
          : [node.left])
          unknown(pattern);
        break;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        for (const parameter of node.params) unknown(parameter);
        if (node.type !== "ArrowFunctionExpression") unknown(node.id);
        break;
      case "ClassDeclaration":
      case "ClassExpression":
        unknown(node.id);
        break;
      case "CatchClause":
        unknown(node.param);
        break;
      case "ImportSpecifier":
      case "ImportDefaultSpecifier":
      case "ImportNamespaceSpecifier":
        unknown(node.local);
        break;
      default:
        break;
    }
  }
  return found;
}

/** `Math.floor(…)`, `Number(…)`: nobody can have put another function there, as scripts change no globals. */
function givesNumber(callee: AnyNode, globals: ReadonlySet<AnyNode>): boolean {
  const isGlobal = (node: AnyNode, names: readonly string[]): node is Identifier =>
    node.type === "Identifier" && globals.has(node) && names.includes(node.name);
  if (isGlobal(callee, ["Number", "parseInt", "parseFloat"])) return true;
  return callee.type === "MemberExpression" && !callee.computed && isGlobal(callee.object, ["Math"]);
}
