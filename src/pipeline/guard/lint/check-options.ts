import type { AnyNode } from "acorn";
import { exportedName, type Problem } from "./parse-script.ts";
import type { Rule } from "./rule.ts";
import { statementNames } from "./script-names.ts";
import { forgedTagProblem } from "./reserved-names.ts";

/** What a generated script sets, and no more: nothing that says where load goes, and nothing that another run could read otherwise. */
const allowedOptions = new Set([
  "scenarios",
  "thresholds",
  "systemTags",
  "discardResponseBodies",
  "noVUConnectionReuse",
]);
const allowedOfScenario = new Set([
  "executor",
  "exec",
  "startTime",
  "gracefulStop",
  "tags",
  "startRate",
  "rate",
  "timeUnit",
  "preAllocatedVUs",
  "maxVUs",
  "startVUs",
  "gracefulRampDown",
  "vus",
  "iterations",
  "duration",
  "maxDuration",
  "stages",
]);

/**
 * Options are one constant, written out at the module's top and touched nowhere else: what is read here is what the engine gets, at any
 * time of day. A scenario's own `options` would start a browser.
 */
export const checkOptions: Rule = (script) => {
  const problems: Problem[] = [];
  const add = (at: number, text: string): void => {
    problems.push({ at, text });
  };
  for (const node of script.nodes) {
    const names = exportedNames(node);
    if (names.includes("handleSummary")) add(node.start, 'exports "handleSummary", which can write any file');
    if (names.includes("options") && !isConstant(node)) add(node.start, "has options that are not written out");
    if (node.type === "ImportSpecifier" && exportedName(node.imported) === "options")
      add(node.start, "imports options of another script");
  }
  for (const { identifier, parent, scope } of script.references) {
    if (scope !== "module" || identifier.name !== "options") continue;
    if (parent.type !== "VariableDeclarator" || parent.id !== identifier) add(identifier.start, "touches its options");
    else checkObject(parent.init ?? identifier, add);
  }
  return problems;
};

function checkObject(value: AnyNode, add: (at: number, text: string) => void): void {
  for (const [name, part] of entriesOf(value, add)) {
    if (!allowedOptions.has(name)) add(part.start, `sets the option "${name}"`);
    else if (name === "scenarios") checkScenarios(part, add);
    else checkLiteral(part, add);
  }
}

function checkScenarios(value: AnyNode, add: (at: number, text: string) => void): void {
  for (const [, scenario] of entriesOf(value, add))
    for (const [name, part] of entriesOf(scenario, add)) {
      if (!allowedOfScenario.has(name)) add(part.start, `sets "${name}" of a scenario`);
      else if (name !== "tags") checkLiteral(part, add);
      else
        for (const [tag, text] of entriesOf(part, add)) {
          const problem = forgedTagProblem(tag);
          if (problem !== null) add(text.start, problem);
          checkLiteral(text, add);
        }
    }
}

/** The properties of an object that is written out; tells of everything else. */
function entriesOf(value: AnyNode, add: (at: number, text: string) => void): [string, AnyNode][] {
  if (value.type !== "ObjectExpression") {
    add(value.start, "has options that are not written out");
    return [];
  }
  return value.properties.flatMap((property): [string, AnyNode][] => {
    if (property.type === "Property" && property.kind === "init" && !property.computed && !property.method) {
      if (property.key.type === "Identifier") return [[property.key.name, property.value]];
      if (property.key.type === "Literal") return [[String(property.key.value), property.value]];
    }
    add(property.start, "has options that are not written out");
    return [];
  });
}

function checkLiteral(value: AnyNode, add: (at: number, text: string) => void): void {
  if (value.type === "Literal" && !("regex" in value)) return;
  if (value.type === "UnaryExpression" && value.operator === "-" && value.argument.type === "Literal") return;
  if (value.type === "ArrayExpression") {
    for (const item of value.elements)
      if (item === null) add(value.start, "has options that are not written out");
      else checkLiteral(item, add);
  } else if (value.type === "ObjectExpression") for (const [, part] of entriesOf(value, add)) checkLiteral(part, add);
  else add(value.start, "has options that are not written out");
}

function exportedNames(node: AnyNode): string[] {
  if (node.type === "ExportNamedDeclaration" && node.declaration !== null && node.declaration !== undefined)
    return statementNames(node.declaration);
  if (node.type === "ExportSpecifier") return [exportedName(node.exported)];
  return node.type === "ExportAllDeclaration" && node.exported !== null && node.exported !== undefined
    ? [exportedName(node.exported)]
    : [];
}

/** `export const options = …` of one name, with nothing taken apart. */
function isConstant(node: AnyNode): boolean {
  return (
    node.type === "ExportNamedDeclaration" &&
    node.declaration?.type === "VariableDeclaration" &&
    node.declaration.kind === "const" &&
    node.declaration.declarations.every(({ id }) => id.type === "Identifier")
  );
}
