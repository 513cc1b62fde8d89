import { PerfAgentError } from "../contract/errors.ts";
import type { ScriptBundle } from "../contract/script-bundle.ts";
import type { Agent } from "./agent.ts";

/** What a script bundle consists of: code and rows as text, everything else as it is. */
const textFile = /\.(?:[cm]?[jt]s|json)$/u;

/**
 * The script of a folder as `perf-agent generate` writes it, changed by hand since, in place of the generated one. It may use the plan's
 * secrets and nothing else of it. Throws PA_FILE_UNREADABLE when the entry is missing, PA_GUARD_FILE for links in the folder.
 */
export async function readEditedScript(
  agent: Agent,
  directory: string,
  generated: ScriptBundle,
): Promise<ScriptBundle> {
  const { documents } = agent;
  const files: ScriptBundle["files"] = [];
  for (const path of await documents.listFiles(directory)) {
    const bytes = await documents.readBytes(`${directory}/${path}`);
    if (bytes === null) continue;
    if (textFile.test(path)) files.push({ path, text: new TextDecoder().decode(bytes) });
    else files.push({ path, base64: Buffer.from(bytes).toString("base64") });
  }
  if (!files.some(({ path }) => path === generated.entry))
    throw PerfAgentError.of("PA_FILE_UNREADABLE", `${directory} holds no ${generated.entry}`, {
      remedy: "Give the folder that `perf-agent generate --output DIR` wrote.",
    });
  return { ...generated, files };
}
