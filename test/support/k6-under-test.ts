import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { z } from "zod";
import type { FoundEngine } from "../../src/ports/load-engine.ts";

/** The k6 that an environment variable names, for tests on the real engine; else why there is none. */
export function k6UnderTest(
  variable: "PERF_AGENT_K6" | "PERF_AGENT_K6_V1",
): { found: FoundEngine } | { reason: string } {
  const path = process.env[variable];
  if (path === undefined || path === "") return { reason: `${variable} names no k6` };
  if (!existsSync(path)) return { reason: `${variable} names ${path}, which does not exist` };
  const told = z
    .looseObject({ version: z.string() })
    .parse(JSON.parse(execFileSync(path, ["version", "--json"], { encoding: "utf8" })));
  return { found: { path, version: told.version.replace(/^v/u, ""), from: "configured" } };
}
