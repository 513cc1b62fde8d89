import type { AnyNode } from "acorn";
import type { ParsedScript, Problem } from "./parse-script.ts";
import { forgedMetricProblem, forgedTagProblem } from "./reserved-names.ts";
import type { Rule } from "./rule.ts";
import { staticText } from "./static-text.ts";

/** Parts of `exec` that tell, and the two that end a run; `exec.vu.tags` and `exec.vu.metrics` would relabel every sample. */
const allowedOfExecution: ReadonlySet<string> = new Set(
  `scenario.name scenario.executor scenario.startTime scenario.progress scenario.iterationInInstance scenario.iterationInTest
  vu.idInInstance vu.idInTest vu.iterationInInstance vu.iterationInScenario
  instance.iterationsInterrupted instance.iterationsCompleted instance.vusActive instance.vusInitialized instance.currentTestRunDuration
  test.abort test.fail`.split(/\s+/),
);

/**
 * Results are the engine's own: a script makes no sample that could be taken for one of them. Metrics of its own have names written
 * out where they are made, tags are written out where they are set. The generator's helpers make the agent's metrics, so these rules
 * do not hold for scripts that are byte for byte generated.
 */
export const checkResults: Rule = (script) => {
  if (script.isGenerated) return [];
  return [...metricProblems(script), ...tagProblems(script), ...executionProblems(script)];
};

function metricProblems({ references, imports }: ParsedScript): Problem[] {
  return references.flatMap(({ identifier, parent, scope }): Problem[] => {
    if (scope !== "module" || imports.get(identifier.name)?.module !== "k6/metrics" || isImport(parent)) return [];
    const at = identifier.start;
    const name = parent.type === "NewExpression" && parent.callee === identifier ? parent.arguments[0] : undefined;
    if (name === undefined) return [{ at, text: `uses "${identifier.name}" other than to make a metric` }];
    if (name.type !== "Literal" || typeof name.value !== "string")
      return [{ at, text: "makes a metric whose name is not written out" }];
    const text = forgedMetricProblem(name.value);
    return text === null ? [] : [{ at, text }];
  });
}

/** Tags stand in properties of that name, in the last argument of `add` of a metric, and in that of `check`. */
function tagProblems({ nodes, imports, references }: ParsedScript): Problem[] {
  const checks = new Set<AnyNode>(
    references.flatMap(({ identifier, scope }) =>
      scope === "module" && imports.get(identifier.name)?.imported === "check" ? [identifier] : [],
    ),
  );
  return nodes.flatMap((node): Problem[] => {
    if (node.type === "ObjectExpression")
      return node.properties.flatMap((property) =>
        property.type === "Property" && nameOfKey(property) === "tags" && !isPlainData(property.value)
          ? problemsOfTags(property.value)
          : [],
      );
    if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression")
      return keysBelow(node.left).some((name) => name === "tags" || name === "metadata")
        ? [{ at: node.start, text: "sets tags other than where a request is made" }]
        : [];
    if (node.type !== "CallExpression") return [];
    const { callee } = node;
    const tags =
      callee.type === "MemberExpression" && keysBelow(callee)[0] === "add"
        ? node.arguments[1]
        : checks.has(callee)
          ? node.arguments[2]
          : undefined;
    return tags === undefined ? [] : problemsOfTags(tags);
  });
}

function problemsOfTags(value: AnyNode): Problem[] {
  if (value.type !== "ObjectExpression") return [{ at: value.start, text: "sets tags that are not written out" }];
  return value.properties.flatMap((property): Problem[] => {
    const name = property.type === "Property" ? nameOfKey(property) : null;
    if (name === null) return [{ at: property.start, text: "sets tags that are not written out" }];
    const text = forgedTagProblem(name);
    return text === null ? [] : [{ at: property.start, text }];
  });
}

function executionProblems({ references, imports, nodes }: ParsedScript): Problem[] {
  const parents = new Map<AnyNode, AnyNode>();
  for (const node of nodes) if (node.type === "MemberExpression") parents.set(node.object, node);
  return references.flatMap(({ identifier, parent, scope }): Problem[] => {
    if (scope !== "module" || imports.get(identifier.name)?.module !== "k6/execution" || isImport(parent)) return [];
    const part = parents.get(identifier);
    const whole = part === undefined ? undefined : parents.get(part);
    const [area, what] = [part, whole].map((node) => (node?.type === "MemberExpression" ? keyOf(node) : null));
    return allowedOfExecution.has(`${String(area)}.${String(what)}`)
      ? []
      : [{ at: identifier.start, text: `uses "${identifier.name}" other than to ask for a number or to end the test` }];
  });
}

function isImport({ type }: AnyNode): boolean {
  return /^Import\w*Specifier$/.test(type);
}

/** What a field `tags` of a document may be, and tags of a sample cannot. */
function isPlainData({ type }: AnyNode): boolean {
  return type === "ArrayExpression" || type === "Literal";
}

function nameOfKey({ key, computed }: Extract<AnyNode, { type: "Property" }>): string | null {
  if (computed) return staticText(key);
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" ? String(key.value) : null;
}

function keyOf(node: Extract<AnyNode, { type: "MemberExpression" }>): string | null {
  if (node.computed) return staticText(node.property);
  return node.property.type === "Identifier" ? node.property.name : null;
}

/** Names of `a.b.c` from its right end: c, b. */
function keysBelow(node: AnyNode): (string | null)[] {
  if (node.type === "ChainExpression") return keysBelow(node.expression);
  return node.type === "MemberExpression" ? [keyOf(node), ...keysBelow(node.object)] : [];
}
