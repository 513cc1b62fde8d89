import { errorTable } from "../../src/contract/errors.ts";

/** docs/errors.md. */
export function renderErrorTable(): string {
  const sections = Object.entries(errorTable)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([code, { exit, cause, remedy }]) =>
        `## ${code}\n\n${cause}\n\n**What to do.** ${remedy}\n\nExit code ${exit}.\n`,
    );
  return `<!-- Written by \`npm run generate\` from src/contract/errors.ts. -->
# Errors

Every error that a user can meet has a code, a cause and a remedy. \`perf-agent errors --json\` prints the same table.

${sections.join("\n")}`;
}
