import { fileURLToPath } from "node:url";
import manifest from "../../../package.json" with { type: "json" };
import { nodeSystem } from "../../adapters/node/node-system.ts";

const system = nodeSystem();
const [first, ...rest] = system.argv;

if ((first === "--version" || first === "-V") && rest.length === 0) {
  system.stdout.write(`${manifest.version}\n`);
} else {
  const { runProgram } = await import("./program.ts");
  const built = import.meta.url.endsWith(".js");
  // The worker and whatever else is a file of its own lie beside the bundle, or in the source tree.
  const beside = (name: string, inSource: string): URL => new URL(built ? name : inSource, import.meta.url);
  const places = {
    version: manifest.version,
    worker: beside("./collect-worker.js", "../worker/collect.ts"),
    engineRecipes: beside("./k6-build/", "../../adapters/k6/build/"),
  };
  process.exitCode = await runProgram(system, manifest.version, {
    agent: async ({ runs }) => {
      const { composeAgent } = await import("../../compose.ts");
      return composeAgent(system, { ...places, runs });
    },
    service: async (request) => {
      const { composeService } = await import("../../compose-service.ts");
      const evaluation = beside("./evaluation.md", "../../../docs/evaluation.md");
      return composeService(system, { ...places, evaluation }, request);
    },
    pageDirectory: fileURLToPath(beside("./web/", "../../../dist/web/")),
  });
  // What the service could not bring to its end in the time it was given does not keep it alive.
  if (system.argv.includes("serve")) process.exit();
}
