import { PerfAgentError } from "../../contract/errors.ts";
import type { ServiceApp } from "./service-app.ts";

/** Deeper than anything that the API takes; a plan itself may have a hundred levels. */
const deepest = 120;

/**
 * Refuses bodies of JSON that are nested without end (PA_REQUEST_INVALID), before schemas or anything else goes down into them: whatever
 * does would run out of stack.
 */
export function refuseDeepBodies(app: ServiceApp): void {
  app.addHook("preValidation", async (request) => {
    if (isDeeper(request.body, deepest))
      throw PerfAgentError.of("PA_REQUEST_INVALID", `the body is nested more than ${deepest} levels deep`);
  });
}

/** True where lists and objects stand inside each other more than `most` levels deep. Goes through one level after the other. */
export function isDeeper(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    const below: unknown[] = [];
    for (const each of level) {
      if (typeof each !== "object" || each === null) continue;
      for (const inner of Object.values(each)) if (typeof inner === "object" && inner !== null) below.push(inner);
    }
    level = below;
  }
  return false;
}
