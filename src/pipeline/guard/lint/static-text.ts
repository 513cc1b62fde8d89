import type { AnyNode } from "acorn";
import { nodesOf } from "./script-names.ts";

/** The text that an expression has whenever it is evaluated: literals, and what `+` and templates make of them. Null: not known. */
export function staticText(node: AnyNode): string | null {
  const parts = partsOf(node);
  return parts.every((part) => part !== null) ? parts.join("") : null;
}

/** A known part of a text, as long as there is no unknown one within it. */
export interface TextRun {
  readonly at: number;
  readonly text: string;
  /** Whether an unknown part follows. */
  readonly goesOn: boolean;
}

/** The known parts of every text that a script makes, joined where `+` or a template joins them. */
export function textRunsOf(program: AnyNode): TextRun[] {
  const joined = new Set<AnyNode>();
  return nodesOf(program).flatMap((node) => {
    if (joined.has(node) || !makesText(node)) return [];
    for (const part of nodesOf(node)) joined.add(part);
    const runs = runsOf(partsOf(node), node.start);
    // Unknown parts may hold texts of their own: they are looked at for themselves.
    return [...runs, ...unknownParts(node).flatMap((part) => textRunsOf(part))];
  });
}

/** The first part of a text that is known, "" when there is none. */
export function staticHead(node: AnyNode): string {
  const parts = partsOf(node);
  const end = parts.indexOf(null);
  return (end === -1 ? parts : parts.slice(0, end)).join("");
}

function makesText(node: AnyNode): boolean {
  if (node.type === "TemplateLiteral") return true;
  if (node.type === "Literal") return typeof node.value === "string";
  return node.type === "BinaryExpression" && node.operator === "+" && partsOf(node).some((part) => part !== null);
}

/** Known parts as texts, unknown ones as null. */
function partsOf(node: AnyNode): (string | null)[] {
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" || typeof node.value === "number" ? [String(node.value)] : [null];
    case "TemplateLiteral":
      return node.quasis.flatMap(({ value }, index) => {
        const expression = node.expressions[index];
        return [value.cooked ?? value.raw, ...(expression === undefined ? [] : partsOf(expression))];
      });
    case "BinaryExpression":
      return node.operator === "+" ? [...partsOf(node.left), ...partsOf(node.right)] : [null];
    default:
      return [null];
  }
}

function unknownParts(node: AnyNode): AnyNode[] {
  if (node.type === "TemplateLiteral") return node.expressions.flatMap((part) => unknownParts(part));
  if (node.type === "BinaryExpression" && node.operator === "+")
    return [...unknownParts(node.left), ...unknownParts(node.right)];
  return node.type === "Literal" ? [] : [node];
}

function runsOf(parts: readonly (string | null)[], at: number): TextRun[] {
  const runs: TextRun[] = [];
  let run: string[] = [];
  for (const part of parts) {
    if (part !== null) run.push(part);
    else {
      if (run.length > 0) runs.push({ at, text: run.join(""), goesOn: true });
      run = [];
    }
  }
  if (run.length > 0) runs.push({ at, text: run.join(""), goesOn: false });
  return runs;
}
