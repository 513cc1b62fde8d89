import { errorDocumentSchema } from "../../src/contract/error-document.ts";
import { errorTable, isErrorCode, type ErrorCode } from "../../src/contract/errors.ts";
import { runDocumentSchema, type RunDocument } from "../../src/contract/run.ts";
import type { Finished } from "./command-line.ts";
import { setStage, type CommandOptions, type Stage } from "./attack-stage.ts";

/** One attack that must end in a coded error before anything was sent anywhere. */
export interface RefusedAttack {
  readonly name: string;
  /** Files of the project, over the honest ones. */
  readonly files?: Readonly<Record<string, string>> | ((stage: Stage) => Readonly<Record<string, string>>);
  /** What cannot be said by files: links, earlier commands. */
  readonly prepare?: (stage: Stage) => Promise<void>;
  /** Default: `run plan.yaml`. */
  readonly args?: readonly string[] | ((stage: Stage) => readonly string[]);
  readonly options?: CommandOptions;
  /** The codes that are right: one of them must be told. */
  readonly expects: ErrorCode | readonly ErrorCode[];
  /** Texts that the answer must not hold. */
  readonly silentOn?: readonly string[];
}

/** Opens a stage for one attack and closes it whatever happens. */
export async function onStage<T>(act: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await setStage();
  try {
    return await act(stage);
  } finally {
    await stage.close();
  }
}

/** Codes of the mistakes that a command with `--json` told; empty when it told something else. */
export function codesOf({ stdout }: Finished): string[] {
  const parsed = errorDocumentSchema.safeParse(json(stdout));
  return parsed.success ? parsed.data.errors.map(({ code }) => code) : [];
}

/** The document of a run with `--json`. */
export function documentOf(finished: Finished): RunDocument {
  const parsed = runDocumentSchema.safeParse(json(finished.stdout));
  if (!parsed.success)
    throw new Error(
      `this is no document of a run:\n${finished.stdout.slice(0, 2000)}${finished.stderr.slice(0, 2000)}`,
    );
  return parsed.data;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What every attack of a table of refusals must come to. */
export const refusedInTime = {
  /** What was told in place of the codes that are right. */
  toldInstead: "",
  exitFits: true,
  leaked: [],
  atProduction: [],
  atTarget: 0,
} as const;

/** Does the attack, and tells what came of it in the form of `refusedInTime`. */
export async function attackOf(attack: RefusedAttack): Promise<unknown> {
  return onStage(async (stage) => {
    const files = typeof attack.files === "function" ? attack.files(stage) : (attack.files ?? {});
    for (const [path, text] of Object.entries(files)) await stage.write(path, text);
    await attack.prepare?.(stage);
    const before = stage.target.requests();
    const args = typeof attack.args === "function" ? attack.args(stage) : (attack.args ?? ["run", "plan.yaml"]);
    const finished = await stage.run([...args, "--json"], attack.options);
    const output = `${finished.stdout}${finished.stderr}`;
    const codes = codesOf(finished);
    const [first = null] = codes;
    return {
      toldInstead: [attack.expects].flat().some((code) => codes.includes(code)) ? "" : output,
      exitFits: finished.code === (isErrorCode(first) ? errorTable[first].exit : null),
      leaked: (attack.silentOn ?? []).filter((text) => output.includes(text)),
      atProduction: await stage.production.arrivals(),
      atTarget: stage.target.requests() - before,
    };
  });
}
