import { errorTable } from "../../src/contract/errors.ts";

const codesWith = (exit: number): string =>
  Object.entries(errorTable)
    .filter(([, entry]) => entry.exit === exit)
    .map(([code]) => `[${code}](errors.md#${code.toLowerCase()})`)
    .toSorted()
    .join(", ");

/** docs/exit-codes.md: the verdict's table stands in the contract of the product and is written here once; the error codes come from the table of errors. */
export function renderExitCodes(): string {
  return `<!-- Written by \`npm run generate\`; the error codes come from src/contract/errors.ts. -->
# Exit codes

| exit | meaning |
|---|---|
| 0 | the verdict is \`pass\` or \`warn\`; or a command that gives no verdict did its work (\`show\` and \`report\` always, whatever the verdict of the run) |
| 1 | the verdict is \`fail\` |
| 2 | usage, configuration, refused by the guard, or approval missing: nothing was run |
| 3 | could not run |
| 4 | the verdict is \`invalid\` or \`inconclusive\`: the result says nothing about the service |
| 130, 143 | interrupted by Ctrl-C, or by SIGTERM |

## Verdicts

The first row that holds is the verdict.

| verdict | when | exit |
|---|---|---|
| invalid | the generator's own fault: saturated, script errors, engine died, clock jumped, samples lost | 4 |
| fail | an objective of severity \`fail\` is breached, or a regression is confirmed | 1 |
| invalid | load not delivered for any other reason (dropped iterations, rate not reached), except in breakpoint runs | 4 |
| inconclusive | a declared objective has no data; or a comparison is inconclusive and the policy demands one | 4 |
| warn | an objective of severity \`warn\` is breached; a regression is suspected; platform defaults stood in for missing objectives | 0 |
| pass | otherwise | 0 |

A breach stands whatever its interval; \`certain: false\` marks that the interval straddles the limit. Only \`pass\` and \`warn\` runs may enter a baseline.
\`--inconclusive-as pass|fail\` maps exit code 4 of an inconclusive run; \`invalid\` never becomes a pass.

## Errors by exit code

- **2**: ${codesWith(2)}
- **3**: ${codesWith(3)}

These are reasons of a verdict, which alone decides the exit code: ${codesWith(4)}
`;
}
