import { parse } from "acorn";

/** A node of a syntax tree. */
export interface SyntaxNode {
  readonly type: string;
  readonly [part: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Every node of a module, parents first. Throws where the text is no module. */
export function nodesOf(text: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const walk = (value: unknown): void => {
    if (value === null || typeof value !== "object") return;
    if (isNode(value)) found.push(value);
    for (const part of Object.values(value)) walk(part);
  };
  walk(parse(text, { ecmaVersion: 2023, sourceType: "module" }));
  return found;
}

/** Where a module imports from. */
export function importsOf(text: string): string[] {
  return nodesOf(text).flatMap(({ type, source }) => {
    if (type === "ImportExpression") return ["(dynamic)"];
    return type === "ImportDeclaration" && isNode(source) ? [String(source["value"])] : [];
  });
}

/** Every literal of a module. */
export function literalsOf(text: string): unknown[] {
  return nodesOf(text).flatMap(({ type, value }) => (type === "Literal" ? [value] : []));
}

/** Names that a module declares at its top, or imports, and does not use anywhere. */
export function unusedNamesOf(text: string): string[] {
  const nodes = nodesOf(text);
  const uses = new Map<string, number>();
  for (const { type, name } of nodes)
    if (type === "Identifier") uses.set(String(name), (uses.get(String(name)) ?? 0) + 1);
  const exported = new Set(
    nodes.flatMap(({ type, declaration }) => (type === "ExportNamedDeclaration" ? declaredBy(declaration) : [])),
  );
  return nodes.flatMap((node) => {
    const names = node.type.startsWith("Import") ? importedBy(node) : declaredBy(node);
    // `import { a }` is two identifiers of its own, every other declaration one.
    const own = node.type === "ImportSpecifier" ? 2 : 1;
    return names.filter((name) => !exported.has(name) && (uses.get(name) ?? 0) <= own);
  });
}

function importedBy({ local }: SyntaxNode): string[] {
  return isNode(local) ? [String(local["name"])] : [];
}

function declaredBy(node: unknown): string[] {
  if (!isNode(node)) return [];
  if (node.type === "VariableDeclaration" && Array.isArray(node["declarations"]))
    return node["declarations"].flatMap((one) => declaredBy(one));
  const named = ["FunctionDeclaration", "ClassDeclaration", "VariableDeclarator"].includes(node.type);
  return named && isNode(node["id"]) && node["id"].type === "Identifier" ? [String(node["id"]["name"])] : [];
}
