import manifest from "../../../package.json" with { type: "json" };
import { nodeSystem } from "../../adapters/node/node-system.ts";

const system = nodeSystem();
const [first, ...rest] = system.argv;

if ((first === "--version" || first === "-V") && rest.length === 0) {
  system.stdout.write(`${manifest.version}\n`);
} else {
  const { runProgram } = await import("./program.ts");
  const built = import.meta.url.endsWith(".js");
  process.exitCode = await runProgram(system, manifest.version, async (options) => {
    const { composeAgent } = await import("../../compose.ts");
    return composeAgent(system, {
      version: manifest.version,
      // The worker and the build recipes are files of their own, beside the bundle or in the source tree.
      worker: new URL(built ? "./collect-worker.js" : "../worker/collect.ts", import.meta.url),
      engineRecipes: new URL(built ? "./k6-build/" : "../../adapters/k6/build/", import.meta.url),
      runs: options.runs,
    });
  });
}
