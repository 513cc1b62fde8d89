import { errorTable } from "../../src/contract/errors.ts";

const exitSentence = (exit: 2 | 3 | 4): string =>
  exit === 4
    ? "A reason in the document of a run; the exit code is that of [the verdict](exit-codes.md)."
    : `Exit code ${exit}.`;

/** docs/errors.md. */
export function renderErrorTable(): string {
  const sections = Object.entries(errorTable)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([code, { exit, cause, remedy }]) =>
        `## ${code}\n\n${cause}\n\n**What to do.** ${remedy}\n\n${exitSentence(exit)}\n`,
    );
  return `<!-- Written by \`npm run generate\` from src/contract/errors.ts. -->
# Errors

Every error that a user can meet, and every reason that a verdict can have, has a code, a cause and a remedy. \`perf-agent errors --json\` prints the same table.

${sections.join("\n")}`;
}
