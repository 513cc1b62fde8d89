import { PerfAgentError } from "../../contract/errors.ts";
import type { SecretSource } from "../../ports/secret-source.ts";
import type { System } from "../../ports/system.ts";

/**
 * Secrets of plans that others handed in to the service: variables of its environment that the policy lists, and no file at all.
 * `listedFor` gives the list of the policy in force for a plan; null: the policy says nothing.
 */
export function listedSecrets({
  env,
  listedFor,
}: {
  readonly env: System["env"];
  readonly listedFor: (planFile: string) => Promise<readonly string[] | null>;
}): SecretSource {
  return {
    async read(source, planFile) {
      if ("file" in source) {
        throw PerfAgentError.of(
          "PA_SECRET_FORBIDDEN",
          `the service reads no secrets from files, and the plan names ${source.file}`,
          { remedy: "Write `{ env: NAME }`, and have NAME listed under `secrets` of the service's policy." },
        );
      }
      const listed = await listedFor(planFile);
      if (listed?.includes(source.env) !== true) {
        const allowed = listed === null || listed.length === 0 ? "none" : listed.join(", ");
        throw PerfAgentError.of(
          "PA_SECRET_FORBIDDEN",
          `the policy does not list the environment variable ${source.env} for plans of the service; it lists ${allowed}`,
        );
      }
      const value = env[source.env];
      return value === undefined || value === "" ? null : value;
    },
  };
}
