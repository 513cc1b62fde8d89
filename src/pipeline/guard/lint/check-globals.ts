import type { AnyNode } from "acorn";
import { folderOf, resolvePath, type Rule } from "./rule.ts";
import type { Problem } from "./parse-script.ts";
import type { Reference } from "./script-names.ts";

/** Globals of the language and of k6 that are values and nothing else. No timers, no `fetch`, nothing that makes code or reaches out. */
const allowedGlobals = new Set(
  `undefined NaN Infinity Math JSON Object Array String Number Boolean Date RegExp Map Set WeakMap WeakSet Symbol BigInt Promise Error
  TypeError RangeError SyntaxError URIError ArrayBuffer DataView Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array
  Float32Array Float64Array Uint8ClampedArray isNaN isFinite parseInt parseFloat encodeURIComponent decodeURIComponent encodeURI decodeURI
  arguments console __ENV __VU __ITER`.split(/\s+/),
);

/** Scripts use few globals, and change none: the other rules rely on what a global does. */
export const checkGlobals: Rule = (script, surroundings) => {
  const problems: Problem[] = [];
  const globals = new Set<AnyNode>();
  for (const reference of script.references) {
    const { identifier, parent, scope } = reference;
    const { name, start } = identifier;
    if (scope !== "global" || name === "require") continue;
    globals.add(identifier);
    if (name === "open") {
      const text = openProblem(script.path, reference, surroundings.entryFolder, surroundings.files);
      if (text !== null) problems.push({ at: start, text });
    } else if (!allowedGlobals.has(name)) problems.push({ at: start, text: `uses "${name}"` });
    else if (name === "Math" && !(parent.type === "MemberExpression" && parent.object === identifier))
      problems.push({ at: start, text: 'hands on "Math"' });
  }
  for (const node of script.nodes) {
    for (const target of targetsOf(node)) {
      const root = rootOf(target);
      if (root !== null && globals.has(root)) problems.push({ at: node.start, text: "changes a global" });
    }
  }
  return problems;
};

/** `open("./data/users.json")` and nothing else: files of the bundle, named where they are read. */
function openProblem(
  from: string,
  { identifier, parent }: Reference,
  entryFolder: string,
  files: ReadonlySet<string>,
): string | null {
  const [first] = parent.type === "CallExpression" && parent.callee === identifier ? parent.arguments : [];
  const path = first?.type === "Literal" && typeof first.value === "string" ? first.value : null;
  if (path === null) return 'uses "open" other than with the name of a file, written out';
  if (/^[\\/]|^[a-z][\w+.-]*:|\\/i.test(path)) return `opens "${path}", which lies outside the bundle`;
  // k6 starts at the entry's folder and has announced to start at the calling file's: both must stay inside.
  const places = [resolvePath(entryFolder, path), resolvePath(folderOf(from), path)];
  if (places.some((place) => place === null)) return `opens "${path}", which lies outside the bundle`;
  return places.some((place) => place !== null && files.has(place))
    ? null
    : `opens "${path}", which is no file of the bundle`;
}

/** What a node writes to or deletes. */
function targetsOf(node: AnyNode): AnyNode[] {
  if (node.type === "AssignmentExpression") return patternTargets(node.left);
  if (node.type === "UpdateExpression") return [node.argument];
  if (node.type === "UnaryExpression" && node.operator === "delete") return [node.argument];
  if (node.type === "ForInStatement" || node.type === "ForOfStatement") return patternTargets(node.left);
  return [];
}

function patternTargets(pattern: AnyNode | null): AnyNode[] {
  switch (pattern?.type) {
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        patternTargets(property.type === "Property" ? property.value : property.argument),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => patternTargets(element));
    case "AssignmentPattern":
      return patternTargets(pattern.left);
    case "RestElement":
      return patternTargets(pattern.argument);
    case "Identifier":
    case "MemberExpression":
      return [pattern];
    default:
      return [];
  }
}

/** The variable at the left end of `a.b.c`. */
function rootOf(node: AnyNode): AnyNode | null {
  if (node.type === "Identifier") return node;
  if (node.type === "ChainExpression") return rootOf(node.expression);
  return node.type === "MemberExpression" ? rootOf(node.object) : null;
}
