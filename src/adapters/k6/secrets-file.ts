import { open, rm, writeFile, type FileHandle } from "node:fs/promises";
import { PerfAgentError } from "../../contract/errors.ts";

/** The file of a secret source, one `name=value` a line; empty when there are none. Throws PA_SECRET_MISSING for a secret of several lines. */
export function secretsText(secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets)
    .map(([name, value]) => {
      if (/[\r\n]/u.test(`${name}${value}`))
        throw PerfAgentError.of("PA_SECRET_MISSING", `secret "${name}" has several lines, which k6 cannot read`, {
          remedy: "Put the secret on one line, for example in Base64, and take it apart at the target.",
        });
      return `${name}=${value}\n`;
    })
    .join("");
}

/** A file that has no name any more when the engine starts: the child inherits the open descriptor. */
export async function openUnlinked(path: string, text: string): Promise<FileHandle> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: "wx" });
    return await open(path, "r");
  } finally {
    await rm(path, { force: true });
  }
}
