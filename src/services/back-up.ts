import type { Agent } from "./agent.ts";

/** Copies the store of runs into a file, also while others use it. Throws what `StoreBackup` says. */
export async function backUp(
  agent: Pick<Agent, "backup" | "documents">,
  request: { readonly file: string; readonly overwrite: boolean },
): Promise<{ readonly file: string; readonly bytes: number }> {
  const file = agent.documents.beside(".", request.file);
  const { bytes } = await agent.backup.write(file, { overwrite: request.overwrite });
  return { file, bytes };
}
