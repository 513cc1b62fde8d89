import type { AnyNode, Identifier } from "acorn";

/** Where an identifier is a name and no reference: fields of nodes, by type. A computed key is a reference. */
const nameFields: Readonly<Record<string, readonly string[]>> = {
  MemberExpression: ["property"],
  Property: ["key"],
  MethodDefinition: ["key"],
  PropertyDefinition: ["key"],
  LabeledStatement: ["label"],
  BreakStatement: ["label"],
  ContinueStatement: ["label"],
  ImportSpecifier: ["imported"],
  ExportSpecifier: ["exported"],
  ExportAllDeclaration: ["exported"],
  MetaProperty: ["meta", "property"],
};

/** The nodes directly below a node. */
export function childrenOf(node: AnyNode): AnyNode[] {
  return fieldsOf(node).map(([, child]) => child);
}

/** Every name that a script declares, in whatever scope: variables, parameters, functions, classes, imports, caught errors. */
export function namesOf(node: AnyNode): Set<string> {
  const names = new Set<string>();
  const visit = (current: AnyNode): void => {
    for (const pattern of declarationsOf(current)) addPattern(pattern, names);
    for (const child of childrenOf(current)) visit(child);
  };
  visit(node);
  return names;
}

/** Every identifier that stands for a value. */
export function referencesOf(node: AnyNode): Identifier[] {
  if (node.type === "Identifier") return [node];
  // An export list that names another module's exports refers to nothing here.
  if (node.type === "ExportNamedDeclaration" && node.source !== null && node.source !== undefined) return [];
  const names = "computed" in node && node.computed ? [] : (nameFields[node.type] ?? []);
  return fieldsOf(node)
    .filter(([field]) => !names.includes(field))
    .flatMap(([, child]) => referencesOf(child));
}

function declarationsOf(node: AnyNode): (AnyNode | null | undefined)[] {
  switch (node.type) {
    case "VariableDeclarator":
      return [node.id];
    case "FunctionDeclaration":
    case "FunctionExpression":
      return [node.id, ...node.params];
    case "ArrowFunctionExpression":
      return node.params;
    case "ClassDeclaration":
    case "ClassExpression":
      return [node.id];
    case "CatchClause":
      return [node.param];
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
      return [node.local];
    default:
      return [];
  }
}

function addPattern(pattern: AnyNode | null | undefined, names: Set<string>): void {
  switch (pattern?.type) {
    case "Identifier":
      names.add(pattern.name);
      break;
    case "ObjectPattern":
      for (const property of pattern.properties)
        addPattern(property.type === "Property" ? property.value : property.argument, names);
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) addPattern(element, names);
      break;
    case "AssignmentPattern":
      addPattern(pattern.left, names);
      break;
    case "RestElement":
      addPattern(pattern.argument, names);
      break;
    default:
      break;
  }
}

function fieldsOf(node: AnyNode): [string, AnyNode][] {
  return Object.entries(node).flatMap(([field, value]): [string, AnyNode][] => {
    if (Array.isArray(value)) return value.filter(isNode).map((item): [string, AnyNode] => [field, item]);
    return isNode(value) ? [[field, value]] : [];
  });
}

function isNode(value: unknown): value is AnyNode {
  return (
    typeof value === "object" && value !== null && "type" in value && "start" in value && typeof value.type === "string"
  );
}
