import { parse, type AnyNode } from "acorn";
import { childrenOf, freeReferencesOf, statementNames, type FreeReference } from "./script-names.ts";

/** Modules of k6 that talk HTTP, count, draw on data and secrets; none that opens other doors. */
const allowedModules = new Set([
  "k6",
  "k6/http",
  "k6/execution",
  "k6/metrics",
  "k6/crypto",
  "k6/encoding",
  "k6/secrets",
  "k6/data",
]);

/** Options that say what load is made and how it is counted; none that says where it goes. */
const allowedOptions = new Set([
  "scenarios",
  "thresholds",
  "tags",
  "systemTags",
  "userAgent",
  "discardResponseBodies",
  "noConnectionReuse",
  "noVUConnectionReuse",
  "setupTimeout",
  "teardownTimeout",
  "summaryTrendStats",
  "maxRedirects",
  "batch",
  "batchPerHost",
]);

/** Globals of the language and of k6 that are values and nothing else. */
const allowedGlobals = new Set(
  `undefined NaN Infinity Math JSON Object Array String Number Boolean Date RegExp Map Set WeakMap WeakSet Symbol BigInt Promise Error
  TypeError RangeError SyntaxError URIError ArrayBuffer DataView Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array
  Float32Array Float64Array Uint8ClampedArray isNaN isFinite parseInt parseFloat encodeURIComponent decodeURIComponent encodeURI decodeURI
  arguments console open __ENV __VU __ITER`.split(/\s+/),
);

/** What the scripts of a bundle do that a generated script never does, one sentence each with its place. Empty: nothing. */
export function lintScript(source: Readonly<Record<string, string>>): string[] {
  const paths = Object.keys(source).toSorted();
  return paths
    .filter((path) => /\.(?:[cm]?[jt]s)$/.test(path))
    .flatMap((path) => new ScriptLint(path, new Set(paths)).problems(source[path] ?? ""));
}

class ScriptLint {
  readonly #path: string;
  readonly #files: ReadonlySet<string>;
  readonly #found: { at: number; text: string }[] = [];

  constructor(path: string, files: ReadonlySet<string>) {
    this.#path = path;
    this.#files = files;
  }

  problems(text: string): string[] {
    let program: AnyNode;
    try {
      program = parse(text, { ecmaVersion: "latest", sourceType: "module" });
    } catch (error) {
      return [`${this.#path} does not parse: ${error instanceof Error ? error.message : String(error)}`];
    }
    for (const reference of freeReferencesOf(program)) {
      const { name, start } = reference.identifier;
      if (name === "open") this.#open(reference);
      else if (!allowedGlobals.has(name)) this.#add(start, `uses "${name}"`);
    }
    this.#visit(program);
    return this.#found
      .toSorted((one, other) => one.at - other.at)
      .map(({ at, text: what }) => `${this.#path}:${String(text.slice(0, at).split("\n").length)} ${what}`);
  }

  #add(at: number, text: string): void {
    this.#found.push({ at, text });
  }

  #visit(node: AnyNode): void {
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportAllDeclaration":
        this.#import(node.start, node.source.value);
        break;
      case "ExportNamedDeclaration":
        if (node.source !== null && node.source !== undefined) this.#import(node.start, node.source.value);
        this.#export(node.start, statementNames(node));
        break;
      case "ExportSpecifier":
        this.#export(node.start, [
          node.exported.type === "Identifier" ? node.exported.name : String(node.exported.value),
        ]);
        break;
      case "ImportExpression":
        this.#add(node.start, "imports while it runs");
        break;
      case "MetaProperty":
        if (node.meta.name === "import") this.#add(node.start, "asks for import.meta");
        break;
      case "MemberExpression":
        if (propertyName(node) === "constructor")
          this.#add(node.start, 'reaches for "constructor", which can make code');
        break;
      case "VariableDeclarator":
        if (node.id.type === "Identifier" && node.id.name === "options") this.#options(node.init ?? node.id);
        break;
      case "AssignmentExpression":
        if (rootOf(node.left) === "options") this.#add(node.start, "changes its options");
        break;
      default:
        break;
    }
    for (const child of childrenOf(node)) this.#visit(child);
  }

  #import(at: number, name: unknown): void {
    const path = String(name);
    if (allowedModules.has(path)) return;
    const file = path.startsWith("./") || path.startsWith("../") ? resolve(this.#path, path) : null;
    if (file === null)
      this.#add(at, `imports "${path}"; allowed are ${[...allowedModules].join(", ")} and files of the bundle`);
    else if (!this.#files.has(file)) this.#add(at, `imports "${path}", which is no file of the bundle`);
  }

  #export(at: number, names: readonly string[]): void {
    if (names.includes("handleSummary")) this.#add(at, 'exports "handleSummary", which can write any file');
  }

  /** `open("./data/users.json")` and nothing else: files of the bundle, named where they are read. */
  #open({ identifier, parent }: FreeReference): void {
    const [first] = parent.type === "CallExpression" && parent.callee === identifier ? parent.arguments : [];
    const path = first?.type === "Literal" && typeof first.value === "string" ? first.value : null;
    if (path === null) this.#add(identifier.start, 'uses "open" other than with the name of a file');
    else if (/^[\\/]|^[a-z][\w+.-]*:/i.test(path) || resolve(this.#path, path) === null)
      this.#add(identifier.start, `opens "${path}", which lies outside the bundle`);
  }

  #options(value: AnyNode): void {
    if (value.type !== "ObjectExpression") {
      this.#add(value.start, "has options that are not written out");
      return;
    }
    for (const property of value.properties) {
      const name =
        property.type === "Property" && !property.computed
          ? property.key.type === "Identifier"
            ? property.key.name
            : property.key.type === "Literal"
              ? String(property.key.value)
              : null
          : null;
      if (name === null) this.#add(property.start, "has options that are not written out");
      else if (!allowedOptions.has(name)) this.#add(property.start, `sets the option "${name}"`);
    }
  }
}

function propertyName(node: Extract<AnyNode, { type: "MemberExpression" }>): string | null {
  if (!node.computed) return node.property.type === "Identifier" ? node.property.name : null;
  return node.property.type === "Literal" ? String(node.property.value) : null;
}

/** The variable at the left end of `a.b.c`. */
function rootOf(node: AnyNode): string | null {
  if (node.type === "Identifier") return node.name;
  return node.type === "MemberExpression" ? rootOf(node.object) : null;
}

/** A relative path from a file of the bundle; null when it leaves the bundle. */
function resolve(from: string, path: string): string | null {
  const parts = from.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}
