import { parse, type AnyNode, type Program } from "acorn";
import { nodesOf, referencesOf, type Reference } from "./script-names.ts";

/** What is wrong with a script, and where: `at` counts UTF-16 units from the start of its text. */
export interface Problem {
  readonly at: number;
  readonly text: string;
}

/** An import: `imported` is the exported name, "default" or "*". */
export interface ImportedName {
  readonly module: string;
  readonly imported: string;
}

/** A script as its syntax tree, with what rules ask again and again. */
export interface ParsedScript {
  /** In the bundle. */
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  /** Parents first. */
  readonly nodes: readonly AnyNode[];
  readonly references: readonly Reference[];
  /** By the name that the module gives them. */
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** Every byte is what the plan generates: rules that the generator's helpers could not keep do not hold for them. */
  readonly isGenerated: boolean;
}

/** Parses a script as an ECMAScript module, which is always strict. A text that is none gives one problem. */
export function parseScript(path: string, text: string, isGenerated: boolean): ParsedScript | Problem {
  let program: Program;
  try {
    program = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  } catch (error) {
    const at = error instanceof SyntaxError && "pos" in error && typeof error.pos === "number" ? error.pos : 0;
    return { at, text: `does not parse as JavaScript: ${error instanceof Error ? error.message : String(error)}` };
  }
  // k6 runs a file without imports and exports as CommonJS, which is not strict: there `this` can be the global object.
  if (program.body.length > 0 && !program.body.some(({ type }) => /^(?:Import|Export)/.test(type)))
    return { at: 0, text: "is no module: it neither imports nor exports" };
  return {
    path,
    text,
    program,
    nodes: nodesOf(program),
    references: referencesOf(program),
    imports: importsOf(program),
    isGenerated,
  };
}

function importsOf(program: Program): Map<string, ImportedName> {
  const found = new Map<string, ImportedName>();
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration") continue;
    const module = String(statement.source.value);
    for (const specifier of statement.specifiers) {
      const imported =
        specifier.type === "ImportNamespaceSpecifier"
          ? "*"
          : specifier.type === "ImportDefaultSpecifier"
            ? "default"
            : exportedName(specifier.imported);
      found.set(specifier.local.name, { module, imported });
    }
  }
  return found;
}

/** A name of an export or import list, which may be a string. */
export function exportedName(node: AnyNode): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "Literal" ? String(node.value) : "";
}
