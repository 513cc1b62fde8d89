/** Everything that can be said of the code without running it. `npm test` includes it. */
import { runSteps } from "./run-steps.ts";

const wanted = 24;
const major = Number(process.versions.node.split(".")[0]);
if (major !== wanted) {
  process.stdout.write(
    `This repository runs on Node ${wanted}, this is ${process.versions.node}: run it by npm, after npm ci with scripts allowed.\n`,
  );
  process.exit(1);
}

process.exit(
  runSteps([
    { name: "format", command: ["oxfmt", "--check", "."] },
    { name: "types", command: ["tsc", "--noEmit", "-p", "."] },
    { name: "types of the page", command: ["tsc", "--noEmit", "-p", "web"] },
    { name: "lint", command: ["oxlint", "--type-aware", "--deny-warnings"] },
    {
      name: "import rules",
      command: ["depcruise", "src", "evaluation", "web/src", "--config", ".dependency-cruiser.cjs"],
    },
    { name: "dead code", command: ["knip"] },
    { name: "generated documents", command: ["node", "tools/generate-docs.ts", "--check"] },
  ]),
);
