import { errorTable, type ErrorEntry } from "../../../contract/errors.ts";
import { escapeHtml, pageOf } from "./page-of.ts";

/** Every code with its cause and remedy; the `type` of a problem leads here. */
export function errorsPage(): string {
  const sections = Object.entries<ErrorEntry>(errorTable).map(
    ([code, { cause, remedy }]) =>
      `<section id="${code}"><h3><code>${code}</code></h3><p>${escapeHtml(cause)}</p><p><strong>What to do.</strong> ${escapeHtml(remedy)}</p></section>`,
  );
  return pageOf("Errors", sections.join("\n"));
}
