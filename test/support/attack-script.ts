import { edited, type Stage } from "./attack-stage.ts";
import type { RefusedAttack } from "./attack-table.ts";

/** A change of the folder that `generate` wrote: texts by path, made from what stands there. */
export type ScriptEdit = (script: EditedScript, stage: Stage) => Promise<void> | void;

/** The generated folder while it is changed. */
export interface EditedScript {
  /** The text of main.js. */
  main: string;
  /** Files to write beside it. */
  readonly more: Record<string, string>;
}

/** The folder as a user names it. */
export const scriptFolder = "script";

/** Generates the honest plan's script into the stage's project and changes it. */
export async function writeEditedScript(stage: Stage, edit: ScriptEdit): Promise<void> {
  const written = await stage.run(["generate", "plan.yaml", "-o", scriptFolder]);
  if (written.code !== 0) throw new Error(`nothing to change was generated:\n${written.stdout}${written.stderr}`);
  const script: EditedScript = { main: await stage.read(`${scriptFolder}/main.js`), more: {} };
  await edit(script, stage);
  await stage.write(`${scriptFolder}/main.js`, script.main);
  for (const [path, text] of Object.entries(script.more)) await stage.write(`${scriptFolder}/${path}`, text);
}

/** Puts statements at the begin of every iteration. */
export function inIteration(statements: string): ScriptEdit {
  return (script) => {
    script.main = edited(script.main, "export function main() {\n", `export function main() {\n  ${statements}\n`);
  };
}

/** Puts text at the top of main.js; imports may follow. */
export function atTop(text: string): ScriptEdit {
  return (script) => {
    script.main = `${text}\n${script.main}`;
  };
}

/** Puts entries into the script's options. */
export function inOptions(entries: string): ScriptEdit {
  return (script) => {
    script.main = edited(script.main, "export const options = {\n", `export const options = {\n  ${entries},\n`);
  };
}

/** One edit after the other. */
export function both(...edits: readonly ScriptEdit[]): ScriptEdit {
  return async (script, stage) => {
    for (const edit of edits) await edit(script, stage);
  };
}

/** An edited script that must be refused before the engine evaluates it: evaluating executes it. */
export function editedScript(
  name: string,
  edit: ScriptEdit,
  expects: RefusedAttack["expects"] = "PA_GUARD_SCRIPT",
): RefusedAttack {
  return {
    name,
    prepare: (stage) => writeEditedScript(stage, edit),
    args: ["run", "plan.yaml", "--script", scriptFolder],
    expects,
  };
}

/** An edit whose text knows production's port: `{port}`. */
export function withPort(make: (text: (pattern: string) => string) => ScriptEdit): ScriptEdit {
  return (changed, stage: Stage) =>
    make((pattern) => pattern.replaceAll("{port}", String(stage.production.port)))(changed, stage);
}
