import type { Approvable } from "../../contract/approval.ts";
import { profiles, type Profile } from "../../contract/script-bundle.ts";

const scripts: Readonly<Record<Profile, string>> = {
  full: "script",
  reduced: "script of the reduced load",
  cleanup: "script of the clean-up",
};

/**
 * What of the parts that an approval binds differs, one phrase each, such as "limit maxVus 200 to 300": an approval that does not hold
 * any more shall say why. Empty when all are equal.
 */
export function nameChangedParts(before: Approvable, after: Approvable): readonly string[] {
  const parts: string[] = [];
  const tell = (what: string, from: string | undefined, to: string | undefined, values = false): void => {
    if (from === to) return;
    if (from === undefined) parts.push(`${what} is new`);
    else if (to === undefined) parts.push(`${what} is gone`);
    else parts.push(values ? `${what} ${from} to ${to}` : what);
  };
  tell("name", before.plan, after.plan, true);
  tell("environment", before.environment, after.environment, true);
  tell("plan", before.effectivePlan, after.effectivePlan);
  for (const profile of profiles) tell(scripts[profile], before.archives[profile], after.archives[profile]);
  for (const file of keysOf(before.data, after.data)) tell(`data ${file}`, before.data[file], after.data[file]);
  for (const limit of keysOf(before.limits, after.limits)) {
    tell(`limit ${limit}`, limitText(before.limits[limit]), limitText(after.limits[limit]), true);
  }
  tell("engine", before.engine.version, after.engine.version, true);
  if (before.engine.version === after.engine.version) {
    tell("program of the engine", before.engine.sha256, after.engine.sha256);
  }
  return parts;
}

function keysOf(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  return Object.keys({ ...before, ...after }).toSorted();
}

function limitText(limit: number | null | undefined): string | undefined {
  return limit === undefined ? undefined : limit === null ? "none" : String(limit);
}
