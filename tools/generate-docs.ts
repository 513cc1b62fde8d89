/** `npm run generate [-- --check]`: writes the documents that are made from code; with --check tells which are out of step and exits 1. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderErrorTable } from "./docs/error-table.ts";
import { renderExitCodes } from "./docs/exit-codes.ts";
import { schemaDocuments } from "./docs/schemas.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const documents: ReadonlyMap<string, string> = new Map([
  ["docs/errors.md", renderErrorTable()],
  ["docs/exit-codes.md", renderExitCodes()],
  ...(await schemaDocuments(root)),
]);

const stale: string[] = [];
for (const [name, wanted] of documents) {
  const path = join(root, name);
  const found = existsSync(path) ? readFileSync(path, "utf8") : null;
  if (found === wanted) continue;
  stale.push(`${name}: ${found === null ? "missing" : firstDifference(found, wanted)}`);
  if (process.argv.includes("--check")) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, wanted);
}

if (process.argv.includes("--check") && stale.length > 0) {
  process.stdout.write(
    `${stale.join("\n")}\nOut of step with the code: run \`npm run generate\` and commit what it writes.\n`,
  );
  process.exitCode = 1;
} else {
  process.stdout.write(
    `${documents.size} documents, ${stale.length} ${process.argv.includes("--check") ? "out of step" : "written"}\n`,
  );
}

function firstDifference(found: string, wanted: string): string {
  const foundLines = found.split("\n");
  const wantedLines = wanted.split("\n");
  const at = wantedLines.findIndex((line, index) => line !== foundLines[index]);
  const line = at < 0 ? wantedLines.length : at;
  return `line ${line + 1} is ${JSON.stringify(foundLines[line] ?? "absent")}, should be ${JSON.stringify(wantedLines[line] ?? "absent")}`;
}
