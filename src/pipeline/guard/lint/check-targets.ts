import type { AnyNode } from "acorn";
import type { ParsedScript, Problem } from "./parse-script.ts";
import type { Rule, ScriptSurroundings } from "./rule.ts";
import { staticText, textRunsOf, type TextRun } from "./static-text.ts";

const defaultPorts: ReadonlyMap<string, string> = new Map([
  ["http", "80"],
  ["https", "443"],
  ["ws", "80"],
  ["wss", "443"],
]);

/**
 * URLs that are written out go to the plan's hosts and ports. The engine blocks by address alone, so this is where another port of an
 * allowed address is seen before the run. URLs that are put together while the script runs are not seen here: the engine's block and
 * the watch over its connections hold those. WebSockets must therefore name their whole URL.
 */
export const checkTargets: Rule = (script, surroundings) => {
  if (script.isGenerated) return [];
  const urls = textRunsOf(script.program).flatMap((run) => {
    if (surroundings.generatedTexts.has(run.text)) return [];
    const text = urlProblem(run, surroundings) ?? productionProblem(run.text, surroundings);
    return text === null ? [] : [{ at: run.at, text }];
  });
  return [...urls, ...socketProblems(script), ...headerProblems(script)];
};

function urlProblem({ text, goesOn }: TextRun, { authorities }: ScriptSurroundings): string | null {
  const found = /^[\s\0]*([a-z][a-z\d+.-]*):[\\/]{2,}([^\\/?#]*)([\\/?#]?)/i.exec(text);
  if (found === null) return null;
  const [, scheme = "", authority = "", end] = found;
  const port = defaultPorts.get(scheme.toLowerCase());
  if (port === undefined) return `names a URL of the scheme "${scheme}"`;
  if (goesOn && end === "")
    return "puts a host together while it runs; write host and port out, up to the slash behind them";
  const full = (/:\d+$/.test(authority) ? authority : `${authority}:${port}`).toLowerCase();
  if (authorities.has(full)) return null;
  const allowed = [...authorities].toSorted();
  return `names ${full}; the plan's own are ${allowed.length === 0 ? "none" : allowed.join(", ")}`;
}

function productionProblem(text: string, { productionNames }: ScriptSurroundings): string | null {
  const small = text.toLowerCase();
  const name = productionNames.find((candidate) => namesHost(small, candidate));
  return name === undefined ? null : `names ${name}, which is production`;
}

/** Whether a host, or one below it, stands in a text; not one that only ends or begins like it. */
function namesHost(text: string, host: string): boolean {
  for (let at = text.indexOf(host); at !== -1; at = text.indexOf(host, at + 1))
    if (!/[\w-]$/.test(text.slice(0, at)) && !/^(?:[\w-]|\.[a-z\d])/.test(text.slice(at + host.length))) return true;
  return false;
}

/** `new WebSocket("ws://…")` and `ws.connect("ws://…")`; which host it is, is checked as for every URL. */
function socketProblems({ references, imports, nodes }: ParsedScript): Problem[] {
  const calls = new Map<AnyNode, readonly AnyNode[]>();
  for (const node of nodes)
    if (node.type === "CallExpression" && node.callee.type === "MemberExpression" && !node.callee.computed)
      if (node.callee.property.type === "Identifier" && node.callee.property.name === "connect")
        calls.set(node.callee, node.arguments);
  return references.flatMap(({ identifier, parent, scope }): Problem[] => {
    const module = scope === "module" ? imports.get(identifier.name)?.module : undefined;
    if ((module !== "k6/ws" && module !== "k6/websockets") || parent.type.startsWith("Import")) return [];
    const [url] =
      module === "k6/ws"
        ? (calls.get(parent) ?? [])
        : parent.type === "NewExpression" && parent.callee === identifier
          ? parent.arguments
          : [];
    const text = url === undefined ? null : staticText(url);
    return text !== null && /^wss?:\/\//i.test(text)
      ? []
      : [{ at: identifier.start, text: `uses "${identifier.name}" other than with a URL that is written out` }];
  });
}

/** On a shared address the `Host` header decides who answers. */
function headerProblems({ nodes }: ParsedScript): Problem[] {
  return nodes.flatMap((node) => {
    if (node.type !== "ObjectExpression") return [];
    return node.properties.flatMap((property): Problem[] => {
      if (property.type !== "Property" || keyOf(property) !== "headers" || property.value.type !== "ObjectExpression")
        return [];
      return property.value.properties.flatMap((header): Problem[] => {
        const name = header.type === "Property" ? keyOf(header) : null;
        return name !== null && /^(?:host|x-forwarded-host|forwarded|:authority)$/i.test(name)
          ? [{ at: header.start, text: `sets the header "${name}", which can choose another host` }]
          : [];
      });
    });
  });
}

function keyOf({ key, computed }: Extract<AnyNode, { type: "Property" }>): string | null {
  if (computed) return staticText(key);
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" ? String(key.value) : null;
}
