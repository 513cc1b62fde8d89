import type { Documents } from "../../ports/documents.ts";
import type { SecretSource } from "../../ports/secret-source.ts";
import type { System } from "../../ports/system.ts";

/** Secrets of a plan that its own user runs: every variable of the environment, and files seen from the plan. */
export function environmentSecrets({
  env,
  documents,
}: {
  readonly env: System["env"];
  readonly documents: Pick<Documents, "readBytes" | "beside">;
}): SecretSource {
  return {
    async read(source, planFile) {
      if ("env" in source) {
        const value = env[source.env];
        return value === undefined || value === "" ? null : value;
      }
      const bytes = await documents.readBytes(documents.beside(planFile, source.file));
      return bytes === null ? null : new TextDecoder().decode(bytes).trim();
    },
  };
}
