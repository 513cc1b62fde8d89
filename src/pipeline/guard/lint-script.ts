import type { GuardDecision } from "../../contract/policy.ts";
import type { ScriptBundle } from "../../contract/script-bundle.ts";
import { checkGlobals } from "./lint/check-globals.ts";
import { checkHelpers } from "./lint/check-helpers.ts";
import { checkHiddenCharacters } from "./lint/check-hidden-characters.ts";
import { checkImports, isScript } from "./lint/check-imports.ts";
import { checkOptions } from "./lint/check-options.ts";
import { checkProperties } from "./lint/check-properties.ts";
import { checkResults } from "./lint/check-results.ts";
import { checkSecrets } from "./lint/check-secrets.ts";
import { checkTargets } from "./lint/check-targets.ts";
import { parseScript } from "./lint/parse-script.ts";
import { folderOf, type Rule, type ScriptSurroundings } from "./lint/rule.ts";
import { textRunsOf } from "./lint/static-text.ts";

const rules: readonly Rule[] = [
  checkHiddenCharacters,
  checkImports,
  checkGlobals,
  checkProperties,
  checkOptions,
  checkResults,
  checkTargets,
  checkSecrets,
  checkHelpers,
];

/**
 * What the scripts of a bundle do that a script of a plan has no need to do, one sentence each with its place; empty: nothing. It is
 * asked before anything of the bundle is evaluated, for to evaluate a script is to run it. `generated` is the bundle that the plan
 * itself gives: files equal to it are the generator's, with its helpers and their ways; every other file is held to all rules.
 * A lint passes what it cannot see through, so it is never the only defence: the engine blocks addresses at every dial.
 */
export function lintScript({
  bundle,
  generated,
  enforcement,
}: {
  bundle: ScriptBundle;
  generated: ScriptBundle;
  enforcement: Pick<GuardDecision["enforcement"], "pins" | "allowedSockets" | "blockedHostnames">;
}): string[] {
  const files = bundle.files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const generatedTexts = new Map(generated.files.flatMap((file) => ("text" in file ? [[file.path, file.text]] : [])));
  const isGenerated = (path: string, text: string): boolean => generatedTexts.get(path) === text;
  const surroundings: Omit<ScriptSurroundings, "generatedTexts"> = {
    files: new Set(files.map(({ path }) => path)),
    entryFolder: folderOf(bundle.entry),
    generatedFiles: new Set(
      files.flatMap((file) => ("text" in file && isGenerated(file.path, file.text) ? file.path : [])),
    ),
    secretNames: new Set(bundle.secretNames),
    authorities: authoritiesOf(enforcement),
    productionNames: enforcement.blockedHostnames.map((name) =>
      name.replace(/^\*\./, "").replace(/\.$/, "").toLowerCase(),
    ),
  };
  const found = files.flatMap((file) => {
    if (/\.(?:[cm]?ts|tsx|jsx|cjs)$/i.test(file.path))
      return [`${file.path} is no plain JavaScript module (.js), and nothing else is read`];
    if (!isScript(file.path)) return [];
    if (!("text" in file)) return [`${file.path} is no text`];
    const own = surroundings.generatedFiles.has(file.path);
    const script = parseScript(file.path, file.text, own);
    const around = { ...surroundings, generatedTexts: textsOf(own ? undefined : generatedTexts.get(file.path)) };
    const problems = "at" in script ? [script] : rules.flatMap((rule) => rule(script, around));
    return problems
      .toSorted((one, other) => one.at - other.at)
      .map(({ at, text }) => `${file.path}:${String(file.text.slice(0, at).split("\n").length)} ${text}`);
  });
  if (!isScript(bundle.entry)) found.unshift(`${bundle.entry} is no script, yet the bundle begins with it`);
  return [...new Set(found)];
}

/** "host:port" for every name that is pinned to an allowed socket, and the socket itself. */
function authoritiesOf({
  pins,
  allowedSockets,
}: Pick<GuardDecision["enforcement"], "pins" | "allowedSockets">): Set<string> {
  return new Set(
    allowedSockets.flatMap((socket) => {
      const colon = socket.lastIndexOf(":");
      const address = socket.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
      const names = Object.entries(pins).flatMap(([name, pinned]) => (pinned === address ? [name] : []));
      return [socket, ...names.map((name) => `${name}${socket.slice(colon)}`)].map((text) => text.toLowerCase());
    }),
  );
}

function textsOf(source: string | undefined): ReadonlySet<string> {
  if (source === undefined) return new Set();
  const script = parseScript("", source, true);
  return "at" in script ? new Set() : new Set(textRunsOf(script.program).map(({ text }) => text));
}
