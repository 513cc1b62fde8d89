import type { AnyNode, Identifier } from "acorn";

/** An identifier that stands for a variable, with the node it stands in. A declaration refers to what it declares. */
export interface Reference {
  readonly identifier: Identifier;
  readonly parent: AnyNode;
  /** Who declares the variable: the module, something within it, or nobody, so that it is a global. */
  readonly scope: "module" | "inner" | "global";
}

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

/** Every node of a tree, parents first. */
export function nodesOf(program: AnyNode): AnyNode[] {
  const found: AnyNode[] = [];
  const visit = (node: AnyNode): void => {
    found.push(node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return found;
}

/** The variables that a module refers to. Scopes are those of strict mode: functions in blocks belong to the block. */
export function referencesOf(program: AnyNode): Reference[] {
  const found: Reference[] = [];
  const visit = (node: AnyNode, scopes: readonly ReadonlySet<string>[]): void => {
    const own = namesDeclaredBy(node);
    const inner = own.length === 0 && node.type !== "Program" ? scopes : [...scopes, new Set(own)];
    // An export list that names another module's exports refers to nothing here.
    if (node.type === "ExportNamedDeclaration" && node.source !== null && node.source !== undefined) return;
    const names = "computed" in node && node.computed ? [] : (nameFields[node.type] ?? []);
    for (const [field, child] of fieldsOf(node)) {
      if (names.includes(field)) continue;
      if (child.type !== "Identifier") visit(child, inner);
      else {
        const depth = inner.findLastIndex((scope) => scope.has(child.name));
        found.push({
          identifier: child,
          parent: node,
          scope: depth === -1 ? "global" : depth === 0 ? "module" : "inner",
        });
      }
    }
  };
  visit(program, []);
  return found;
}

/** Names of a pattern: `a`, `{ a, b: [c] }`, `a = 1`, `...a`. */
export function patternNames(pattern: AnyNode | null | undefined): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        patternNames(property.type === "Property" ? property.value : property.argument),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => patternNames(element));
    case "AssignmentPattern":
      return patternNames(pattern.left);
    case "RestElement":
      return patternNames(pattern.argument);
    default:
      return [];
  }
}

/** Names that a statement declares in the scope it stands in. */
export function statementNames(statement: AnyNode): string[] {
  switch (statement.type) {
    case "VariableDeclaration":
      return statement.declarations.flatMap(({ id }) => patternNames(id));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return patternNames(statement.id);
    case "ImportDeclaration":
      return statement.specifiers.map(({ local }) => local.name);
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      return statement.declaration === null || statement.declaration === undefined
        ? []
        : statementNames(statement.declaration);
    default:
      return [];
  }
}

/** Names that are known inside a node because of it. */
function namesDeclaredBy(node: AnyNode): string[] {
  switch (node.type) {
    case "Program":
      return [...node.body.flatMap((statement) => statementNames(statement)), ...hoisted(node)];
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return [
        ...node.params.flatMap((parameter) => patternNames(parameter)),
        ...(node.type === "FunctionExpression" ? patternNames(node.id) : []),
        ...hoisted(node.body),
      ];
    case "ClassExpression":
      return patternNames(node.id);
    case "BlockStatement":
    case "StaticBlock":
      return node.body.flatMap((statement) => statementNames(statement));
    case "SwitchStatement":
      return node.cases.flatMap(({ consequent }) => consequent.flatMap((statement) => statementNames(statement)));
    case "ForStatement":
      return node.init === null || node.init === undefined ? [] : statementNames(node.init);
    case "ForInStatement":
    case "ForOfStatement":
      return statementNames(node.left);
    case "CatchClause":
      return patternNames(node.param);
    default:
      return [];
  }
}

/** Names of `var` anywhere below, functions left out. */
function hoisted(node: AnyNode): string[] {
  const own = node.type === "VariableDeclaration" && node.kind === "var" ? statementNames(node) : [];
  const inner = childrenOf(node).filter(({ type }) => !/Function|^Class|^StaticBlock/.test(type));
  return [...own, ...inner.flatMap((child) => hoisted(child))];
}

/** Every rule walks the tree, and reading an object's fields is most of what walking costs. */
const knownFields = new WeakMap<AnyNode, readonly (readonly [string, AnyNode])[]>();

function fieldsOf(node: AnyNode): readonly (readonly [string, AnyNode])[] {
  const known = knownFields.get(node);
  if (known !== undefined) return known;
  const fields: (readonly [string, AnyNode])[] = [];
  for (const [field, value] of Object.entries(node)) {
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) fields.push([field, value]);
    } else for (const item of value) if (isNode(item)) fields.push([field, item]);
  }
  knownFields.set(node, fields);
  return fields;
}

function isNode(value: unknown): value is AnyNode {
  return (
    typeof value === "object" && value !== null && "type" in value && "start" in value && typeof value.type === "string"
  );
}
