import { PerfAgentError } from "../../contract/errors.ts";
import { runDocumentSchema, type RunDocument } from "../../contract/run.ts";

/**
 * The run document as JSON text: keys in the order of the schema, tags by name, two spaces, one line break at the end; the
 * same document gives the same bytes. Throws PA_INTERNAL when the document is not what the schema promises to scripts.
 */
export function writeDocument(document: RunDocument): string {
  const parsed = runDocumentSchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw PerfAgentError.of(
      "PA_INTERNAL",
      `the run document breaks its schema at ${issue?.path.join(".") ?? "its root"}: ${issue?.message ?? ""}`,
      { cause: parsed.error },
    );
  }
  const { tags } = parsed.data;
  const sorted = Object.fromEntries(
    Object.keys(tags)
      .toSorted()
      .map((name) => [name, tags[name] ?? ""]),
  );
  return `${JSON.stringify({ ...parsed.data, tags: sorted }, null, 2)}\n`;
}
