import type { AnyNode } from "acorn";
import { folderOf, resolvePath, type Rule } from "./rule.ts";
import { exportedName, type Problem } from "./parse-script.ts";

/** Modules of k6 that talk HTTP and WebSocket, count, draw on data and secrets, and why some others are not among them. */
const allowedModules = new Set([
  "k6",
  "k6/http",
  "k6/execution",
  "k6/metrics",
  "k6/crypto",
  "k6/encoding",
  "k6/secrets",
  "k6/data",
  "k6/ws",
  "k6/websockets",
]);
const refusedModules: ReadonlyMap<string, string> = new Map([
  ["k6/browser", "a page connects past every block of the engine"],
  ["k6/net/grpc", 'its "dns:" targets are looked up past every block of the engine'],
]);
/** Their objects are watched use by use, so they are imported in the one way that shows each use. */
const importForms: ReadonlyMap<string, readonly string[]> = new Map([
  ["k6/execution", ["default"]],
  ["k6/metrics", ["Counter", "Gauge", "Rate", "Trend"]],
  ["k6/secrets", ["default"]],
  ["k6/ws", ["default"]],
  ["k6/websockets", ["WebSocket"]],
]);

/**
 * Code comes from the bundle's own scripts and from modules of k6, all of it named where it is imported. What k6 evaluates otherwise
 * it fetches from anywhere, past every block: remote imports, computed ones, source maps.
 */
export const checkImports: Rule = (script, { files }) => {
  const problems: Problem[] = [];
  const add = (at: number, text: string): void => {
    problems.push({ at, text });
  };
  const checkSource = (at: number, source: unknown): void => {
    const name = String(source);
    if (allowedModules.has(name)) return;
    const refused = refusedModules.get(name);
    if (refused !== undefined) return add(at, `imports "${name}": ${refused}`);
    if (!/^\.\.?\//.test(name))
      return add(at, `imports "${name}"; allowed are ${[...allowedModules].join(", ")} and scripts of the bundle`);
    const path = /[\\%?#:]/.test(name) ? null : resolvePath(folderOf(script.path), name);
    // A file of another kind would be evaluated all the same, and nobody has checked it.
    if (path === null || !files.has(path) || !isScript(path))
      add(at, `imports "${name}", which is no script of the bundle`);
  };
  for (const node of script.nodes) {
    switch (node.type) {
      case "ImportDeclaration":
        checkSource(node.start, node.source.value);
        for (const specifier of node.specifiers) {
          const problem = importFormProblem(String(node.source.value), specifier);
          if (problem !== null) add(specifier.start, problem);
        }
        break;
      case "ExportAllDeclaration":
      case "ExportNamedDeclaration":
        if (node.source === null || node.source === undefined) break;
        checkSource(node.start, node.source.value);
        if (allowedModules.has(String(node.source.value)))
          add(node.start, `exports what it imports from "${String(node.source.value)}"`);
        break;
      case "ImportExpression":
        add(node.start, "imports while it runs");
        break;
      case "MetaProperty":
        add(node.start, `asks for ${node.meta.name}.${node.property.name}`);
        break;
      default:
        break;
    }
    if ("attributes" in node && Array.isArray(node.attributes) && node.attributes.length > 0)
      add(node.start, "imports with attributes");
  }
  for (const { identifier, parent, scope } of script.references) {
    if (scope !== "global" || identifier.name !== "require") continue;
    const [name] = parent.type === "CallExpression" && parent.callee === identifier ? parent.arguments : [];
    if (name?.type !== "Literal" || typeof name.value !== "string")
      add(identifier.start, 'uses "require" other than with the name of a module, written out');
    else {
      checkSource(identifier.start, name.value);
      if (importForms.has(name.value)) add(identifier.start, `requires "${name.value}"; import it`);
    }
  }
  // k6 loads the map that a script's last line names, from any address and before it dials through its own block.
  const map = script.text.indexOf("sourceMappingURL");
  if (map !== -1) add(map, "names a source map, which would be loaded from anywhere");
  return problems;
};

/** Files that are linted, and that may therefore be imported. */
export function isScript(path: string): boolean {
  return /\.m?js$/.test(path);
}

function importFormProblem(module: string, specifier: AnyNode): string | null {
  const imported =
    specifier.type === "ImportSpecifier"
      ? exportedName(specifier.imported)
      : specifier.type === "ImportDefaultSpecifier"
        ? "default"
        : "*";
  const forms = importForms.get(module);
  if (forms !== undefined && !forms.includes(imported))
    return `imports ${imported} from "${module}"; only ${forms.join(", ")} can be imported from it`;
  if (/^\.\.?\//.test(module) && imported === "*")
    return `imports everything from "${module}" as one object; name what is imported`;
  return null;
}
