import { z } from "zod";
import { engineEnvironment } from "./engine-environment.ts";
import { runCommand } from "./run-command.ts";

const probeTimeoutMs = 20_000;
const versionSchema = z.looseObject({ version: z.string() });

/** Oldest k6 that can be driven. */
export const oldestVersion = "1.4.0";

/**
 * Oldest k6 whose runs can be throttled. The secret source of type "url" came with 1.5.0, but that version would hide the gate's blanks in its log,
 * between all characters.
 */
export const oldestGatedVersion = "1.6.0";

/** Asks a k6 for its version ("2.2.0"): as JSON, and as text where it is too old for that. */
export async function probeVersion(path: string): Promise<{ version: string } | { problem: string }> {
  const options = { env: engineEnvironment("/nonexistent"), timeoutMs: probeTimeoutMs };
  const asJson = await runCommand(path, ["version", "--json"], options);
  if (asJson.problem !== null) return { problem: `${path} cannot be run: ${asJson.problem}` };
  const told = asJson.exitCode === 0 ? jsonVersion(asJson.stdout) : null;
  const asText = told ?? (await runCommand(path, ["version"], options)).stdout;
  const version = /(?:^|k6(?:\.exe)? )v?(\d+\.\d+\.\d+)/u.exec(asText)?.[1];
  return version === undefined ? { problem: `${path} does not tell its version as k6 does` } : { version };
}

/** Whether version `a` ("1.4.0") is older than `b`, by numbers. */
export function isOlder(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (const [index, part] of (left ?? []).entries()) {
    const difference = part - (right?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function jsonVersion(text: string): string | null {
  try {
    return versionSchema.parse(JSON.parse(text)).version;
  } catch {
    return null;
  }
}
