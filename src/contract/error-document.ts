import { z } from "zod";
import { type PerfAgentError, remedyOf } from "./errors.ts";

/** What a command with `--json` prints when it ends before a run. */
export const errorDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  exitCode: z.number(),
  errors: z.array(
    z.strictObject({
      code: z.string(),
      file: z.string().nullable(),
      line: z.number().nullable(),
      column: z.number().nullable(),
      text: z.string(),
      remedy: z.string(),
    }),
  ),
});
export type ErrorDocument = z.infer<typeof errorDocumentSchema>;

export function toErrorDocument(error: PerfAgentError): ErrorDocument {
  return {
    schemaVersion: 1,
    exitCode: error.exitCode,
    errors: error.mistakes.map((mistake) => ({
      code: mistake.code,
      file: mistake.file ?? null,
      line: mistake.line ?? null,
      column: mistake.column ?? null,
      text: mistake.text,
      remedy: remedyOf(mistake),
    })),
  };
}
